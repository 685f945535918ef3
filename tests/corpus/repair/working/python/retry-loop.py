class Flaky:
    def __init__(self, failures):
        self.failures = failures

    def call(self):
        if self.failures > 0:
            self.failures -= 1
            raise ConnectionError("try again")
        return "ok"


flaky = Flaky(2)
attempts = 0
answer = None
while answer is None and attempts < 5:
    attempts += 1
    try:
        answer = flaky.call()
    except ConnectionError as error:
        print(f"attempt {attempts}: {error}")
result = {"answer": answer, "attempts": attempts}
