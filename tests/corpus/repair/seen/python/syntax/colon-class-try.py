class Account
    def __init__(self, balance):
        self.balance = balance

    def show(self):
        try
            return {"balance": self.balance}
        except KeyError
            return None

result = Account(5).show()
