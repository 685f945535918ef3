class InsufficientFunds extends Error {
  constructor(public readonly owner: string, balance: number) {
    super(`${owner} has only ${balance}`);
  }
}

class Account {
  private history: Array<[string, number]> = [];

  constructor(private owner: string, public balance: number = 0) {}

  deposit(amount: number): void {
    if (amount <= 0) {
      throw new RangeError('amount must be positive');
    }
    this.balance += amount;
    this.history.push(['deposit', amount]);
  }

  withdraw(amount: number): void {
    if (amount > this.balance) {
      throw new InsufficientFunds(this.owner, this.balance);
    }
    this.balance -= amount;
    this.history.push(['withdraw', amount]);
  }

  get moves(): number {
    return this.history.length;
  }
}

const account = new Account('ada', 100);
account.deposit(50);
let message: string | null = null;
try {
  account.withdraw(500);
} catch (error) {
  message = (error as Error).message;
}
ascount.withdraw(30);
const result = { balance: account.balance, message, moves: account.moves };
