class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.history = []

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("amount must be positive")
        self.balance += amount
        self.history.append(("deposit", amount))

    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(f"{self.owner} has only {self.balance}")
        self.balance -= amount
        self.history.append(("withdraw", amount))


account = Account("ada", 100)
account.deposit(50)
try:
    account.withdraw(500)
except InsufficientFunds as error:
    message = str(error)
account.withdraw(30)
result = {"balance": account.balance, "message" message, "moves": len(account.history)}
