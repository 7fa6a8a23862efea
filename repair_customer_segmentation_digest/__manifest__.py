{
    "name": "Repair Customer Segmentation: Digest",
    "summary": "Customers who rose and fell, satisfaction and deadlines in Odoo's digest emails",
    "version": "19.0.1.0.0",
    "category": "Services/Repair",
    "author": "Repair Customer Segmentation contributors",
    "license": "LGPL-3",
    "development_status": "Beta",
    "depends": ["repair_customer_segmentation", "digest"],
    "data": [
        "data/digest_digest_data.xml",
        "views/digest_digest_views.xml",
    ],
    "auto_install": True,
}
