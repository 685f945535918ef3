using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Python;

public sealed class TypeRulesTests
{
    [Theory]
    [InlineData(AtomKind.Python, "text_conversion", "TypeError 2:10-27: can only concatenate str (not \"int\") to str",
        """
        count = 3
        result = "count: " + count
        """,
        """
        count = 3
        result = "count: " + str(count)
        """)]
    [InlineData(AtomKind.Python, "text_conversion", "TypeError 1:10-38: can only concatenate str (not \"int\") to str",
        "result = \"year \" + input_data[\"year\"]",
        "result = \"year \" + str(input_data[\"year\"])")]
    [InlineData(AtomKind.Python, "number_conversion", "TypeError 2:10-21: can't multiply sequence by non-int of type 'float'",
        """
        price = "20"
        result = price * 1.5
        """,
        """
        price = "20"
        result = float(price) * 1.5
        """)]
    [InlineData(AtomKind.Python, "number_conversion", "TypeError 3:10-26: list indices must be integers or slices, not str",
        """
        values = ["a", "b"]
        position = "1"
        result = values[position]
        """,
        """
        values = ["a", "b"]
        position = "1"
        result = values[int(position)]
        """)]
    [InlineData(AtomKind.Python, "join_conversion", "TypeError 2:10-27: sequence item 0: expected str instance, int found",
        """
        numbers = [1, 2, 3]
        result = ",".join(numbers)
        """,
        """
        numbers = [1, 2, 3]
        result = ",".join(map(str, numbers))
        """)]
    [InlineData(AtomKind.Python, "whole_division", "TypeError 2:10-33: list indices must be integers or slices, not float",
        """
        values = [1, 3, 5]
        result = values[len(values) / 2]
        """,
        """
        values = [1, 3, 5]
        result = values[len(values) // 2]
        """)]
    [InlineData(AtomKind.Python, "range_missing", "TypeError 3:1: 'int' object is not iterable",
        """
        seen = []
        count = 3
        for i in count:
            seen.append(i)
        result = seen
        """,
        """
        seen = []
        count = 3
        for i in range(count):
            seen.append(i)
        result = seen
        """)]
    [InlineData(AtomKind.Python, "range_missing", "TypeError 3:1: 'int' object is not iterable",
        """
        items = ["a", "b"]
        total = 1
        for i in len(items):
            total += 1
        result = total
        """,
        """
        items = ["a", "b"]
        total = 1
        for i in range(len(items)):
            total += 1
        result = total
        """)]
    [InlineData(AtomKind.Python, "list_missing", "TypeError 2:10-24: 'dict_keys' object is not subscriptable",
        """
        ages = {"a": 1, "b": 2}
        result = ages.keys()[0]
        """,
        """
        ages = {"a": 1, "b": 2}
        result = list(ages.keys())[0]
        """)]
    [InlineData(AtomKind.Python, "list_missing", "TypeError 2:10-20: 'generator' object is not subscriptable",
        """
        squares = (n * n for n in [1, 2, 3])
        result = squares[0]
        """,
        """
        squares = list((n * n for n in [1, 2, 3]))
        result = squares[0]
        """)]
    [InlineData(AtomKind.Python, "sort_result", "TypeError 2:10-37: 'NoneType' object is not iterable",
        """
        values = [3, 1, 2].sort()
        result = [value for value in values]
        """,
        """
        values = sorted([3, 1, 2])
        result = [value for value in values]
        """)]
    [InlineData(AtomKind.Python, "sort_result", "TypeError 3:10-20: 'NoneType' object is not subscriptable",
        """
        values = [3, 1, 2]
        ordered = values.sort()
        result = ordered[0]
        """,
        """
        values = [3, 1, 2]
        ordered = sorted(values)
        result = ordered[0]
        """)]
    [InlineData(AtomKind.Python, "self_missing", "TypeError 9:10-24: Counter.add() takes 1 positional argument but 2 were given",
        """
        class Counter:
            def __init__(self, start):
                self.value = start

            def add(n):
                return 1 + n

        counter = Counter(3)
        result = counter.add(6)
        """,
        """
        class Counter:
            def __init__(self, start):
                self.value = start

            def add(self, n):
                return 1 + n

        counter = Counter(3)
        result = counter.add(6)
        """)]
    [InlineData(AtomKind.Python, "constructor_name", "TypeError 8:7-13: Box() takes no arguments",
        """
        class Box:
            def _init_(self, size):
                self.size = size

            def area(self):
                return self.size

        box = Box(7)
        result = box.area()
        """,
        """
        class Box:
            def __init__(self, size):
                self.size = size

            def area(self):
                return self.size

        box = Box(7)
        result = box.area()
        """)]
    [InlineData(AtomKind.Python, "bracket_swap", "TypeError 2:10-19: 'list' object is not callable",
        """
        values = [10, 20]
        result = values(1)
        """,
        """
        values = [10, 20]
        result = values[1]
        """)]
    [InlineData(AtomKind.Python, "bracket_swap", "TypeError 2:1-17: 'builtin_function_or_method' object is not subscriptable",
        """
        values = [1]
        values.append[2]
        result = values
        """,
        """
        values = [1]
        values.append(2)
        result = values
        """)]
    [InlineData(AtomKind.Python, "encoding", "TypeError 3:10-31: Strings must be encoded before hashing",
        """
        import hashlib

        digest = hashlib.sha256("foo").hexdigest()
        result = digest[:8]
        """,
        """
        import hashlib

        digest = hashlib.sha256("foo".encode("utf-8")).hexdigest()
        result = digest[:8]
        """)]
    [InlineData(AtomKind.Python, "list_join", "TypeError 2:10-20: can only concatenate list (not \"int\") to list",
        """
        values = [1, 2]
        result = values + 3
        """,
        """
        values = [1, 2]
        result = values + [3]
        """)]
    [InlineData(AtomKind.Python, "json_default", "TypeError 3:10-25: Object of type set is not JSON serializable",
        """
        import json

        result = json.dumps({1})
        """,
        """
        import json

        result = json.dumps({1}, default=list)
        """)]
    [InlineData(AtomKind.Python, "json_default", "TypeError 4:10-48: Object of type date is not JSON serializable",
        """
        import json
        from datetime import date

        result = json.dumps({"day": date(2024, 1, 31)})
        """,
        """
        import json
        from datetime import date

        result = json.dumps({"day": date(2024, 1, 31)}, default=str)
        """)]
    [InlineData(AtomKind.Python, "hashable", "TypeError 3:5-19: unhashable type: 'list'",
        """
        seen = set()
        for pair in [[1, 2], [3, 4], [1, 2]]:
            seen.add(pair)
        result = len(seen)
        """,
        """
        seen = set()
        for pair in [[1, 2], [3, 4], [1, 2]]:
            seen.add(tuple(pair))
        result = len(seen)
        """)]
    [InlineData(AtomKind.Python, "unpack_items", "TypeError 3:5-15: cannot unpack non-iterable int object",
        """
        ages = {1: "a", 2: "b"}
        flipped = {}
        for key, value in ages:
            flipped[str(key)] = value
            break
        result = flipped
        """,
        """
        ages = {1: "a", 2: "b"}
        flipped = {}
        for key, value in ages.items():
            flipped[str(key)] = value
            break
        result = flipped
        """)]
    [InlineData(AtomKind.Python, "digits", "TypeError 2:10-21: object of type 'int' has no len()",
        """
        number = 12345
        digits = len(number)
        result = digits
        """,
        """
        number = 12345
        digits = len(str(number))
        result = digits
        """)]
    [InlineData(AtomKind.Python, "text_argument", "TypeError 3:10-31: expected string or bytes-like object, got 'int'",
        """
        import re

        result = re.findall(r"\d", 12)
        """,
        """
        import re

        result = re.findall(r"\d", str(12))
        """)]
    [InlineData(AtomKind.Python, "text_argument", "TypeError 4:1-16: string argument expected, got 'int'",
        """
        import io

        buffer = io.StringIO()
        buffer.write(5)
        result = buffer.getvalue()
        """,
        """
        import io

        buffer = io.StringIO()
        buffer.write(str(5))
        result = buffer.getvalue()
        """)]
    [InlineData(AtomKind.Python, "raise_text", "TypeError 3:9-29: exceptions must derive from BaseException",
        """
        def order(n):
            if n > 2:
                raise "out of stock"
            return n

        result = order(5)
        """,
        """
        def order(n):
            if n > 2:
                raise Exception("out of stock")
            return n

        result = order(5)
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.Python, "text_conversion", "TypeError 1:10-26: can only concatenate str (not \"NoneType\") to str",
        "result = \"count: \" + None")]
    [InlineData(AtomKind.Python, "number_conversion", "TypeError 1:10-21: can't multiply sequence by non-int of type 'float'",
        "result = \"abc\" * 1.5")]
    [InlineData(AtomKind.Python, "join_conversion", "TypeError 1:10-21: can only join an iterable",
        "result = \",\".join(5)")]
    [InlineData(AtomKind.Python, "whole_division", "TypeError 2:10-21: list indices must be integers or slices, not str",
        """
        values = [1]
        result = values["a"]
        """)]
    [InlineData(AtomKind.Python, "range_missing", "TypeError 1:1: 'NoneType' object is not iterable",
        """
        for i in None:
            result = i
        """)]
    [InlineData(AtomKind.Python, "list_missing", "TypeError 2:10-18: 'int' object is not subscriptable",
        """
        count = 5
        result = count[0]
        """)]
    [InlineData(AtomKind.Python, "sort_result", "TypeError 4:10-40: 'NoneType' object is not iterable",
        """
        def nothing():
            pass

        result = [value for value in nothing()]
        """)]
    [InlineData(AtomKind.Python, "self_missing", "TypeError 5:10-25: Counter.add() missing 1 required positional argument: 'n'",
        """
        class Counter:
            def add(self, n):
                return n

        result = Counter().add()
        """)]
    [InlineData(AtomKind.Python, "constructor_name", "TypeError 5:10-16: Box() takes no arguments",
        """
        class Box:
            def size(self):
                return 1

        result = Box(7)
        """)]
    [InlineData(AtomKind.Python, "bracket_swap", "TypeError 2:10-18: 'int' object is not callable",
        """
        value = 5
        result = value(1)
        """)]
    [InlineData(AtomKind.Python, "encoding", "TypeError 3:10-27: object supporting the buffer API required",
        """
        import hashlib

        result = hashlib.sha256(5).hexdigest()
        """)]
    [InlineData(AtomKind.Python, "list_join", "TypeError 2:10-23: can only concatenate list (not \"NoneType\") to list",
        """
        values = [1]
        result = values + None
        """)]
    [InlineData(AtomKind.Python, "json_default", "TypeError 3:10-25: the JSON object must be str, bytes or bytearray, not set",
        """
        import json

        result = json.loads({1})
        """)]
    [InlineData(AtomKind.Python, "hashable", "TypeError 2:10-18: unhashable type: 'dict'",
        """
        ages = {"a": 1}
        result = ages[{}]
        """)]
    [InlineData(AtomKind.Python, "unpack_items", "TypeError 1:5-15: cannot unpack non-iterable int object",
        """
        for key, value in [1, 2]:
            result = key
        """)]
    [InlineData(AtomKind.Python, "digits", "TypeError 1:10-19: object of type 'NoneType' has no len()",
        "result = len(None)")]
    [InlineData(AtomKind.Python, "text_argument", "TypeError 3:10-31: expected string or bytes-like object, got 'NoneType'",
        """
        import re

        result = re.findall("a", None)
        """)]
    [InlineData(AtomKind.Python, "raise_text", "TypeError 2:5-12: exceptions must derive from BaseException",
        """
        def order():
            raise 5

        order()
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
