{
    "name": "Repair Customer Segmentation: Margins",
    "summary": "Parts of repair orders cost what the margin of their sale says",
    "version": "19.0.1.0.0",
    "category": "Services/Repair",
    "author": "Repair Customer Segmentation contributors",
    "license": "LGPL-3",
    "development_status": "Beta",
    "depends": ["repair_customer_segmentation_repair", "sale_margin"],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
}
