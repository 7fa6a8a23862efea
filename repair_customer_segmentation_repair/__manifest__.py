{
    "name": "Repair Customer Segmentation: Odoo Repairs",
    "summary": "Repair orders and their sales classify customers, and are the work of repair cases",
    "version": "19.0.1.0.0",
    "category": "Services/Repair",
    "author": "Repair Customer Segmentation contributors",
    "license": "LGPL-3",
    "development_status": "Beta",
    "depends": ["repair_customer_segmentation", "repair"],
    "data": [
        "data/product_product_data.xml",
        "views/repair_order_views.xml",
        "views/repair_case_views.xml",
        "views/repair_device_views.xml",
        "views/stock_lot_views.xml",
        "views/repair_service_level_views.xml",
        "views/sale_order_views.xml",
        "views/repair_contract_views.xml",
        "views/repair_declined_work_views.xml",
        "views/res_partner_views.xml",
    ],
    "demo": [
        "demo/repair_order_demo.xml",
    ],
    "assets": {
        "web.assets_tests": [
            "repair_customer_segmentation_repair/static/tests/tours/**/*",
        ],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
}
