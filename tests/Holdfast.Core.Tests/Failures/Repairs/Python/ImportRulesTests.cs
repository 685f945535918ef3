using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Python;

public sealed class ImportRulesTests
{
    [Theory]
    [InlineData(AtomKind.Python, "import_missing", "NameError 1:10-14 name=Path: name 'Path' is not defined",
        "result = Path(\"/srv/a.txt\").suffix",
        """
        from pathlib import Path
        result = Path("/srv/a.txt").suffix
        """)]
    [InlineData(AtomKind.Python, "import_missing", "NameError 1:8-12 name=json: name 'json' is not defined",
        """
        text = json.dumps({"a": 1})
        result = text
        """,
        """
        import json
        text = json.dumps({"a": 1})
        result = text
        """)]
    [InlineData(AtomKind.Python, "module_name", "ModuleNotFoundError 1:1-13 module=maths: No module named 'maths'",
        """
        import maths

        result = maths.sqrt(9)
        """,
        """
        import math

        result = math.sqrt(9)
        """)]
    [InlineData(AtomKind.Python, "module_name", "ModuleNotFoundError 1:1-12 module=jsno: No module named 'jsno'",
        """
        import jsno

        result = jsno.loads("[1, 2]")
        """,
        """
        import json

        result = json.loads("[1, 2]")
        """)]
    [InlineData(AtomKind.Python, "submodule_name", "ModuleNotFoundError 1:1-21 module=urllib.parsed: No module named 'urllib.parsed'",
        """
        import urllib.parsed

        result = urllib.parsed.quote("a")
        """,
        """
        import urllib.parse

        result = urllib.parse.quote("a")
        """)]
    [InlineData(AtomKind.Python, "imported_name", "ImportError 1:1-24 module=math: cannot import name 'sqroot' from 'math' (unknown location)",
        """
        from math import sqroot

        result = sqroot(4)
        """,
        """
        from math import sqrt

        result = sqrt(4)
        """)]
    [InlineData(AtomKind.Python, "imported_name", "ImportError 1:1-32 module=collections: cannot import name 'Mapping' from 'collections' (/usr/lib/python3.11/collections/__init__.py)",
        """
        from collections import Mapping

        result = isinstance({}, Mapping)
        """,
        """
        from collections.abc import Mapping

        result = isinstance({}, Mapping)
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.Python, "import_missing", "NameError 1:10-13 name=Pth: name 'Pth' is not defined",
        "result = Pth(\"/srv\").suffix")]
    [InlineData(AtomKind.Python, "module_name", "ModuleNotFoundError 1:1-18 module=frobnicate: No module named 'frobnicate'",
        """
        import frobnicate

        result = 1
        """)]
    [InlineData(AtomKind.Python, "submodule_name", "ModuleNotFoundError 1:1-25 module=urllib.frobnicate: No module named 'urllib.frobnicate'",
        "import urllib.frobnicate")]
    [InlineData(AtomKind.Python, "imported_name", "ImportError 1:1-28 module=math: cannot import name 'frobnicate' from 'math' (unknown location)",
        """
        from math import frobnicate

        result = 1
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
