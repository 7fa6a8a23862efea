# The 25 cells "R, FM" of the board, as the definitions give them.
BOARD = {
    "Champions": "55 54 45",
    "Loyal": "53 44 35 34",
    "Potential Loyalist": "52 42 43 33",
    "New": "51",
    "Promising": "41 31",
    "Needs Attention": "32 23 22",
    "About to Sleep": "21",
    "At Risk": "25 24 13",
    "Cannot Lose": "15 14",
    "Hibernating": "12",
    "Lost": "11",
}
