{
    "name": "Repair Customer Segmentation: Timesheets",
    "summary": "Time logged on cases is their hours worked, at what it cost",
    "version": "19.0.1.0.0",
    "category": "Services/Repair",
    "author": "Repair Customer Segmentation contributors",
    "license": "LGPL-3",
    "development_status": "Beta",
    "depends": ["repair_customer_segmentation", "hr_timesheet"],
    "data": [
        "views/repair_case_views.xml",
    ],
    "auto_install": True,
}
