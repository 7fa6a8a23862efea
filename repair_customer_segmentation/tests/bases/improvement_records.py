def improvement_records(env, company):
    """Return what improvement keeps of a company: a review of its classification."""
    review = env["repair.improvement.classification"]._review(company)
    return review, review.line_ids
