class Account:
    def __init__(self, balance):
        self.balance = balance

account = Account(12)
result = account.balence
