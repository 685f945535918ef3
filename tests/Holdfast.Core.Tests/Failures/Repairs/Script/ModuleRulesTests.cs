using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Script;

public sealed class ModuleRulesTests
{
    [Theory]
    [InlineData(AtomKind.JavaScript, "import_in_script", "SyntaxError parsing 4:1: Illegal return statement",
        """
        import path from 'node:path';

        const result = path.join('/a', 'b');
        return result;
        """,
        """
        const path = require('node:path');

        const result = path.join('/a', 'b');
        return result;
        """)]
    [InlineData(AtomKind.JavaScript, "import_in_script", "SyntaxError parsing 4:3: Illegal return statement",
        """
        import path from 'path';

        if (!path) {
          return;
        }
        const result = path.join('/a', 'b');
        """,
        """
        const path = require('path');

        if (!path) {
          return;
        }
        const result = path.join('/a', 'b');
        """)]
    [InlineData(AtomKind.JavaScript, "require_missing", "ReferenceError 1:16 name=existsSync: existsSync is not defined",
        "const result = existsSync('/');",
        """
        const { existsSync } = require('node:fs');
        const result = existsSync('/');
        """)]
    [InlineData(AtomKind.JavaScript, "require_missing", "ReferenceError 1:16 name=fs: fs is not defined",
        "const result = fs.existsSync('/');",
        """
        const fs = require('node:fs');
        const result = fs.existsSync('/');
        """)]
    [InlineData(AtomKind.JavaScript, "script_module_name", "Error 1:12 module=fss code=MODULE_NOT_FOUND: Cannot find module 'fss'\nRequire stack:\n- /plan/code.js",
        """
        const fs = require('fss');
        const result = fs.existsSync('/');
        """,
        """
        const fs = require('fs');
        const result = fs.existsSync('/');
        """)]
    [InlineData(AtomKind.JavaScript, "script_module_name", "Error 1:14 module=Path code=MODULE_NOT_FOUND: Cannot find module 'Path'\nRequire stack:\n- /plan/code.js",
        """
        const Path = require('Path');
        const result = Path.extname('x.js');
        """,
        """
        const Path = require('path');
        const result = Path.extname('x.js');
        """)]
    [InlineData(AtomKind.JavaScript, "script_export_name", "SyntaxError 1:22 name=join module=fs: The requested module 'fs' does not provide an export named 'join'",
        """
        import { join } from 'fs';
        const result = join('/a', 'b');
        """,
        """
        import { join } from 'node:path';
        const result = join('/a', 'b');
        """)]
    [InlineData(AtomKind.JavaScript, "script_export_name", "SyntaxError 1:27 name=existSync module=fs: The requested module 'fs' does not provide an export named 'existSync'",
        """
        import { existSync } from 'fs';
        const result = existSync('/');
        """,
        """
        import { existsSync } from 'fs';
        const result = existsSync('/');
        """)]
    [InlineData(AtomKind.JavaScript, "commonjs_in_module", "ReferenceError 3:24 name=__dirname: __dirname is not defined",
        """
        import path from 'node:path';

        const here = path.join(__dirname, 'x');
        const result = path.isAbsolute(here);
        """,
        """
        import path from 'node:path';
        const __dirname = new URL('.', import.meta.url).pathname;

        const here = path.join(__dirname, 'x');
        const result = path.isAbsolute(here);
        """)]
    [InlineData(AtomKind.JavaScript, "commonjs_in_module", "ReferenceError 2:12 name=require: require is not defined",
        """
        import path from 'node:path';
        const fs = require('fs');
        const ok = fs.existsSync('/');
        const result = ok ? [path.basename('/x/a.txt'), 'txt'] : [];
        """,
        """
        import path from 'node:path';
        import fs from 'fs';
        const ok = fs.existsSync('/');
        const result = ok ? [path.basename('/x/a.txt'), 'txt'] : [];
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.JavaScript, "import_in_script", "SyntaxError parsing 2:18: Unexpected number",
        """
        const important = 1;
        return important 2;
        """)]
    [InlineData(AtomKind.JavaScript, "require_missing", "ReferenceError 1:16 name=existsSink: existsSink is not defined",
        "const result = existsSink('/');")]
    [InlineData(AtomKind.JavaScript, "script_module_name", "Error 1:11 module=frobnicate code=MODULE_NOT_FOUND: Cannot find module 'frobnicate'\nRequire stack:\n- /plan/code.js",
        "const x = require('frobnicate');")]
    [InlineData(AtomKind.JavaScript, "script_export_name", "SyntaxError 1:28 name=frobnicate module=fs: The requested module 'fs' does not provide an export named 'frobnicate'",
        "import { frobnicate } from 'fs';")]
    [InlineData(AtomKind.JavaScript, "commonjs_in_module", "ReferenceError 3:26 name=dirname: dirname is not defined",
        """
        import path from 'node:path';

        const result = path.join(dirname, 'x');
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
