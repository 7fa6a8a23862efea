{
    "name": "Repair Customer Segmentation",
    "summary": "Know every repair customer: RFM, ABC, frequency and value tiers, repair cases",
    "version": "19.0.1.0.0",
    "category": "Services/Repair",
    "author": "Repair Customer Segmentation contributors",
    "license": "LGPL-3",
    "depends": ["mail", "portal", "rating", "resource", "product"],
    "data": [],
    "installable": True,
    "application": True,
}
