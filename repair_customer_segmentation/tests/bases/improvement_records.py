def improvement_records(env, company):
    """Return what improvement keeps of a company: a goal with all that follows from it, a review
    of its classification."""
    review = env["repair.improvement.classification"]._review(company)
    goal = env["repair.improvement.goal"].create({"company_id": company.id})
    window = {"first": "2025-03-03", "last": "2025-05-31"}
    of_goal = {"goal_id": goal.id, "company_id": company.id, **window}
    judgement = env["repair.improvement.judgement"].create(
        {**of_goal, "month": "2025-06-01", "verdict": "missed"}
    )
    finding = env["repair.improvement.finding"].create(
        {**of_goal, "opened_on": "2025-06-01", "figure": goal.figure, "kind": "share"}
    )
    measure = env["repair.improvement.measure"].create(
        {"finding_id": finding.id, "name": "Alien", "date_due": "2025-07-01"}
    )
    return review, review.line_ids, goal, judgement, finding, measure
