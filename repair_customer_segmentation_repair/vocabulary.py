"""The words that several files of this addon share, each written once."""

GROUP_STOCK = "stock.group_stock_user"
GROUP_SALES = "sales_team.group_sale_salesman"
