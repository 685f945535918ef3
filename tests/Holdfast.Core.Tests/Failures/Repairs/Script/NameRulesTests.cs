using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Script;

public sealed class NameRulesTests
{
    [Theory]
    [InlineData(AtomKind.JavaScript, "script_foreign_words", "ReferenceError 1:16 name=input_data: input_data is not defined",
        "const result = input_data.n;",
        "const result = inputData.n;")]
    [InlineData(AtomKind.JavaScript, "script_foreign_words", "ReferenceError 1:16 name=needs: needs is not defined",
        "const result = needs.count.n;",
        "const result = inputData.needs.count.n;")]
    [InlineData(AtomKind.JavaScript, "script_foreign_calls", "ReferenceError 1:16 name=max: max is not defined",
        "const result = max(1, 3);",
        "const result = Math.max(1, 3);")]
    [InlineData(AtomKind.JavaScript, "script_foreign_calls", "ReferenceError 1:16 name=str: str is not defined",
        "const result = 'n' + str(5);",
        "const result = 'n' + String(5);")]
    [InlineData(AtomKind.JavaScript, "undeclared", "ReferenceError 2:8 name=i: i is not defined",
        """
        'use strict';
        for (i = 0; i < 2; i++) {
          console.log(i);
        }
        const result = i;
        """,
        """
        'use strict';
        let i;
        for (i = 0; i < 2; i++) {
          console.log(i);
        }
        const result = i;
        """)]
    [InlineData(AtomKind.JavaScript, "super_missing", "ReferenceError 9:5: Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
        """
        class Animal {
          constructor() {
            this.legs = 4;
          }
        }

        class Dog extends Animal {
          constructor(name) {
            this.name = name;
          }
        }

        const result = new Dog('rex').name;
        """,
        """
        class Animal {
          constructor() {
            this.legs = 4;
          }
        }

        class Dog extends Animal {
          constructor(name) {
            super();
            this.name = name;
          }
        }

        const result = new Dog('rex').name;
        """)]
    [InlineData(AtomKind.JavaScript, "script_name_spelling", "ReferenceError 2:16 name=totl: totl is not defined",
        """
        const total = 3;
        const result = totl + 1;
        """,
        """
        const total = 3;
        const result = total + 1;
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.JavaScript, "script_foreign_words", "ReferenceError 1:16 name=nothing: nothing is not defined",
        "const result = nothing;")]
    [InlineData(AtomKind.JavaScript, "script_foreign_calls", "ReferenceError 1:16 name=frobnicate: frobnicate is not defined",
        "const result = frobnicate(1, 3);")]
    [InlineData(AtomKind.JavaScript, "undeclared", "ReferenceError 2:16 name=i: i is not defined",
        """
        'use strict';
        const result = i;
        """)]
    [InlineData(AtomKind.JavaScript, "super_missing", "ReferenceError 3:17 name=sise: sise is not defined",
        """
        class Box {
          constructor() {
            this.size = sise;
          }
        }
        const result = new Box();
        """)]
    [InlineData(AtomKind.JavaScript, "script_name_spelling", "ReferenceError 2:16 name=count: count is not defined",
        """
        const total = 3;
        const result = count + 1;
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
