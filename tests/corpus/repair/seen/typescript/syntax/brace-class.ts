class Account {
  constructor(public balance: number) {}

  deposit(amount: number): void {
    this.balance += amount;
  }

const account = new Account(2);
account.deposit(3);
const result = account.balance;
