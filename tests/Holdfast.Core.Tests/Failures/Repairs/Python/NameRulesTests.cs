using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Python;

public sealed class NameRulesTests
{
    [Theory]
    [InlineData(AtomKind.Python, "foreign_words", "NameError 1:10-19 name=inputData: name 'inputData' is not defined",
        "result = inputData[\"n\"]",
        "result = input_data[\"n\"]")]
    [InlineData(AtomKind.Python, "foreign_words", "NameError 1:10-15 name=needs: name 'needs' is not defined",
        "result = needs[\"count\"][\"n\"]",
        "result = input_data[\"needs\"][\"count\"][\"n\"]")]
    [InlineData(AtomKind.Python, "foreign_calls", "NameError 1:1-8 name=console: name 'console' is not defined",
        """
        console.log("hello", 1)
        result = 1
        """,
        """
        print("hello", 1)
        result = 1
        """)]
    [InlineData(AtomKind.Python, "block_end_word", "NameError 3:1-4 name=end: name 'end' is not defined",
        """
        def double(n):
            return n * 2
        end

        result = double(2)
        """,
        """
        def double(n):
            return n * 2

        result = double(2)
        """)]
    [InlineData(AtomKind.Python, "this", "NameError 6:16-20 name=this: name 'this' is not defined",
        """
        class Box:
            def __init__(self, size):
                self.size = size

            def area(self):
                return this.size

        result = Box(4).area()
        """,
        """
        class Box:
            def __init__(self, size):
                self.size = size

            def area(self):
                return self.size

        result = Box(4).area()
        """)]
    [InlineData(AtomKind.Python, "global", "UnboundLocalError 5:5-10: cannot access local variable 'total' where it is not associated with a value",
        """
        total = 1


        def bump():
            total += 1
            return total

        result = bump()
        """,
        """
        total = 1


        def bump():
            global total
            total += 1
            return total

        result = bump()
        """)]
    [InlineData(AtomKind.Python, "foreign_attribute", "AttributeError 1:10-27 name=toUpperCase: 'str' object has no attribute 'toUpperCase'",
        "result = \"abc\".toUpperCase()",
        "result = \"abc\".upper()")]
    [InlineData(AtomKind.Python, "foreign_attribute", "AttributeError 2:10-21 name=length: 'str' object has no attribute 'length'",
        """
        word = "abc"
        result = word.length
        """,
        """
        word = "abc"
        result = len(word)
        """)]
    [InlineData(AtomKind.Python, "module_member", "AttributeError 3:10-18 name=max: module 'math' has no attribute 'max'",
        """
        import math

        result = math.max(3, 4)
        """,
        """
        import math

        result = max(3, 4)
        """)]
    [InlineData(AtomKind.Python, "module_member", "AttributeError 3:10-21 name=sqroot: module 'math' has no attribute 'sqroot'",
        """
        import math

        result = math.sqroot(4)
        """,
        """
        import math

        result = math.sqrt(4)
        """)]
    [InlineData(AtomKind.Python, "class_member", "AttributeError 3:10-27 name=datetime: type object 'datetime.datetime' has no attribute 'datetime'",
        """
        from datetime import datetime

        moment = datetime.datetime(2024, 5, 1)
        result = moment.year
        """,
        """
        from datetime import datetime

        moment = datetime(2024, 5, 1)
        result = moment.year
        """)]
    [InlineData(AtomKind.Python, "dictionary_attribute", "AttributeError 2:10-21 name=name: 'dict' object has no attribute 'name'",
        """
        person = {"name": "ada", "age": 36}
        result = person.name + " " + str(person["age"])
        """,
        """
        person = {"name": "ada", "age": 36}
        result = person["name"] + " " + str(person["age"])
        """)]
    [InlineData(AtomKind.Python, "attribute_spelling", "AttributeError 2:1-13 name=apend: 'list' object has no attribute 'apend'",
        """
        values = [1]
        values.apend(2)
        result = values
        """,
        """
        values = [1]
        values.append(2)
        result = values
        """)]
    [InlineData(AtomKind.Python, "attribute_spelling", "AttributeError 6:10-25 name=balence: 'Account' object has no attribute 'balence'",
        """
        class Account:
            def __init__(self, balance):
                self.balance = balance

        account = Account(12)
        result = account.balence
        """,
        """
        class Account:
            def __init__(self, balance):
                self.balance = balance

        account = Account(12)
        result = account.balance
        """)]
    [InlineData(AtomKind.Python, "name_spelling", "NameError 2:10-14 name=totl: name 'totl' is not defined",
        """
        total = 3
        result = totl + 1
        """,
        """
        total = 3
        result = total + 1
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.Python, "foreign_words", "NameError 1:10-20 name=true_value: name 'true_value' is not defined",
        "result = true_value")]
    [InlineData(AtomKind.Python, "foreign_calls", "NameError 1:10-17 name=konsole: name 'konsole' is not defined",
        "result = konsole.log(\"x\")")]
    [InlineData(AtomKind.Python, "block_end_word", "NameError 1:10-13 name=end: name 'end' is not defined",
        "result = end + 1")]
    [InlineData(AtomKind.Python, "this", "NameError 2:12-16 name=this: name 'this' is not defined",
        """
        def area():
            return this.size

        result = area()
        """)]
    [InlineData(AtomKind.Python, "global", "UnboundLocalError 2:5-10: cannot access local variable 'total' where it is not associated with a value",
        """
        def bump():
            total += 1
            return total

        result = bump()
        """)]
    [InlineData(AtomKind.Python, "foreign_attribute", "AttributeError 1:10-25 name=toUpperCase: 'list' object has no attribute 'toUpperCase'",
        "result = [1].toUpperCase()")]
    [InlineData(AtomKind.Python, "module_member", "AttributeError 3:10-25 name=frobnicate: module 'math' has no attribute 'frobnicate'",
        """
        import math

        result = math.frobnicate(3, 4)
        """)]
    [InlineData(AtomKind.Python, "class_member", "AttributeError 3:10-29 name=frobnicate: module 'datetime' has no attribute 'frobnicate'",
        """
        import datetime

        result = datetime.frobnicate
        """)]
    [InlineData(AtomKind.Python, "dictionary_attribute", "AttributeError 4:10-20 name=name: 'Box' object has no attribute 'name'",
        """
        class Box:
            pass

        result = Box().name
        """)]
    [InlineData(AtomKind.Python, "attribute_spelling", "AttributeError 2:1-18 name=frobnicate: 'list' object has no attribute 'frobnicate'",
        """
        values = [1]
        values.frobnicate(2)
        """)]
    [InlineData(AtomKind.Python, "name_spelling", "NameError 2:10-15 name=count: name 'count' is not defined",
        """
        total = 3
        result = count + 1
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
