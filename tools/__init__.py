"""What is run by hand or by make around the project; nothing of the product imports it."""
