{
    "name": "Repair Customer Segmentation: Surveys",
    "summary": "Ask classes of repair customers by Odoo's surveys, and have answers as feedback",
    "version": "19.0.1.0.0",
    "category": "Services/Repair",
    "author": "Repair Customer Segmentation contributors",
    "license": "LGPL-3",
    "development_status": "Beta",
    "depends": ["repair_customer_segmentation", "survey"],
    "data": [
        "security/repair_survey_groups.xml",
        "security/repair_survey_rules.xml",
        "security/ir.model.access.csv",
        "data/mail_template_data.xml",
        "data/survey_survey_data.xml",
        "data/ir_cron_data.xml",
        "views/repair_survey_recipient_views.xml",
        "views/repair_survey_mailing_views.xml",
        "views/survey_survey_views.xml",
        "views/repair_survey_menus.xml",
    ],
    "assets": {
        "web.assets_tests": [
            "repair_customer_segmentation_survey/static/tests/tours/**/*",
        ],
    },
    "auto_install": True,
}
