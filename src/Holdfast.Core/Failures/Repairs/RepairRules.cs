using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures.Repairs.Shared;
using Holdfast.Core.Failures.Repairs.Source;
using Holdfast.Core.Plans;
using static Holdfast.Core.Failures.Repairs.When;
using Py = Holdfast.Core.Failures.Repairs.Python;
using Js = Holdfast.Core.Failures.Repairs.Script;

namespace Holdfast.Core.Failures.Repairs;

/// <summary>
/// The table of repair rules. What stands higher is tried first: rules that recognise one certain mistake come before those that weigh possibilities.
/// A rule proposes nothing unless the report and the code both show the fault it mends.
/// </summary>
public static class RepairRules
{
    /// <summary>No rule may have more candidates at one place.</summary>
    private const int MaxPerRule = 16;

    private const Languages Python = Languages.Python;
    private const Languages Script = Languages.Script;
    private const Languages JavaScript = Languages.JavaScript;
    private const Languages TypeScript = Languages.TypeScript;
    private const Languages Any = Languages.All;

    internal static readonly ImmutableArray<RepairRule> All =
    [
        // What is not code.
        new("markdown_fence", Any, Either, "Markdown around the code", Wrapping.RemoveFences),
        new("typographic_characters", Any, Parsing, "curly quotes, long dashes, hard blanks", Wrapping.ReplaceTypography),
        new("interpreter_prompts", Python, Parsing, "a session copied with its prompts", Wrapping.RemovePrompts),
        new("prose", Any, Parsing, "a sentence where code should be", Wrapping.RemoveProse),

        // Python: other times and other languages.
        new("python2_print", Python, Either, "print statements", Py.Python2Rules.CallPrint),
        new("python2_exec", Python, Parsing, "exec statements", Py.Python2Rules.CallExec),
        new("python2_except", Python, Parsing, "except ValueError, error", Py.Python2Rules.NameExceptions),
        new("python2_raise", Python, Parsing, "raise ValueError, text", Py.Python2Rules.CallRaised),
        new("python2_diamond", Python, Parsing, "<>", Py.Python2Rules.ReplaceDiamond),
        new("python2_backticks", Python, Parsing, "`value`", Py.Python2Rules.ReplaceBackticks),
        new("python2_numbers", Python, Parsing, "0755 and 10L", Py.Python2Rules.RewriteNumbers),
        new("else_if", Python, Parsing, "else if, elseif, elsif", Py.ForeignRules.JoinElseIf),
        new("logical_signs", Python, Parsing, "&&, || and !", Py.ForeignRules.SpellOperators),
        new("strict_equality", Python, Parsing, "=== and !==", Py.ForeignRules.ShortenComparisons),
        new("increment", Python, Parsing, "count++", Py.ForeignRules.ReplaceIncrement),
        new("question_mark", Python, Parsing, "condition ? yes : no", Py.ForeignRules.RewriteConditional),
        new("arrow_function", Python, Parsing, "x => x + 1", Py.ForeignRules.RewriteArrow),
        new("function_keyword", Python, Parsing, "function, func, fn", Py.ForeignRules.ReplaceFunction),
        new("declaration_keyword", Python, Parsing, "var, let, const, int", Py.ForeignRules.RemoveDeclaration),
        new("slash_comment", Python, Parsing, "// comments", Py.ForeignRules.ReplaceComments),
        new("block_braces", Python, Parsing, "blocks in braces", Py.ForeignRules.RemoveBlockBraces),
        new("counting_loop", Python, Parsing, "for (i = 0; i < n; i++)", Py.ForeignRules.RewriteCountingLoop),
        new("catch", Python, Parsing, "catch", Py.ForeignRules.ReplaceCatch),
        new("throw", Python, Parsing, "throw", Py.ForeignRules.ReplaceThrow),
        new("foreach", Python, Parsing, "foreach, for each", Py.ForeignRules.ReplaceForEach),
        new("then", Python, Parsing, "if … then", Py.ForeignRules.ReplaceThen),
        new("new", Python, Parsing, "new Thing()", Py.ForeignRules.RemoveNew),

        // Python: its own syntax.
        new("indent_all", Python, Parsing, "code that is indented as a whole", Py.LayoutRules.DedentAll),
        new("tabs", Python, Parsing, "tabs among spaces", Py.LayoutRules.ReplaceTabs),
        new("indent_body", Python, Parsing, "a block whose body is not indented or missing", Py.LayoutRules.IndentBody),
        new("indent_unexpected", Python, Parsing, "a line indented where no block begins", Py.LayoutRules.AlignUnexpectedIndent),
        new("indent_dedent", Python, Parsing, "a line indented like no block", Py.LayoutRules.AlignDedent),
        new("colon", Python, Parsing, "a block header without its colon", Py.SyntaxRules.AddColon),
        new("comparison", Python, Parsing, "= in a condition", Py.SyntaxRules.CompareInCondition),
        new("await_outside", Python, Parsing, "await in a function that is not async", Py.AsyncRules.MakeFunctionAsync),
        new("await_top", Python, Parsing, "await at the top level", Py.AsyncRules.RunAtTopLevel),
        new("return_outside", Python, Parsing, "return outside of functions", Py.SyntaxRules.RemoveReturn),
        new("argument_order", Python, Parsing, "an unnamed argument behind a named one", Py.SyntaxRules.OrderArguments),
        new("comprehension_target", Python, Parsing, "a, b for … without parentheses", Py.SyntaxRules.ParenthesizeTarget),
        new("line_continuation", Python, Parsing, "blanks behind a backslash", Py.SyntaxRules.TrimContinuation),
        new("format_string_quotes", Python, Parsing, "the f-string's own quotes inside it", Py.FormatStringRules.SwapInnerQuotes),
        new("format_string_braces", Python, Parsing, "an unpaired brace in an f-string", Py.FormatStringRules.BalanceBraces),
        new("keyword_spelling", Python, Parsing, "a keyword with a letter wrong", Py.SyntaxRules.RespellKeyword),
        new("loop_in", Python, Parsing, "for without its in", Py.SyntaxRules.AddIn),
        new("key_colon", Python, Parsing, "a dictionary's key without its colon", Py.SyntaxRules.AddColonToKey),

        // JavaScript and TypeScript: other languages, and each other.
        new("elif", Script, Parsing, "elif", Js.ForeignRules.ReplaceElif),
        new("except", Script, Parsing, "except", Js.ForeignRules.ReplaceExcept),
        new("raise", Script, Parsing, "raise", Js.ForeignRules.ReplaceRaise),
        new("foreach_keyword", Script, Parsing, "foreach", Js.ForeignRules.ReplaceForEach),
        new("python_function", Script, Parsing, "a function in Python's layout", Js.ForeignRules.BracePythonFunction),
        new("def", Script, Parsing, "def, func, fn", Js.ForeignRules.ReplaceDef),
        new("lambda", Script, Parsing, "lambda x: …", Js.ForeignRules.RewriteLambda),
        new("logical_words", Script, Parsing, "and, or, not, is", Js.ForeignRules.SpellOperators),
        new("hash_comment", Script, Parsing, "# comments", Js.ForeignRules.ReplaceComments),
        new("type_annotations", JavaScript, Parsing, "TypeScript's types in JavaScript", Js.AnnotationRules.RemoveTypes),

        // JavaScript and TypeScript: their own syntax.
        new("await_function", Script, Parsing, "await in a function that is not async", Js.AsyncRules.MakeFunctionAsync),
        new("import_in_script", Script, Parsing, "import where only require works", Js.ModuleRules.UseRequire),
        new("return_top", Script, Parsing, "return at a module's top level", Js.SyntaxRules.RemoveReturn),
        new("const_without_value", Script, Parsing, "const x;", Js.SyntaxRules.LetWithoutValue),
        new("loop_separators", Script, Parsing, "; in a literal, or a comma between the parts of a loop", Js.SyntaxRules.SwapSeparator),
        new("declared_twice", Script, Parsing, "a name that is declared twice", Js.SyntaxRules.AssignAgain),
        new("signs", Script, Parsing, ":=, -> and = for =>", Js.SyntaxRules.CorrectSigns),
        new("condition_parentheses", Script, Parsing, "if x {", Js.SyntaxRules.ParenthesizeCondition),
        new("else_condition", Script, Parsing, "else (x) {", Js.SyntaxRules.AddIf),
        new("case_colon", Script, Parsing, "case 1 without its colon", Js.SyntaxRules.AddCaseColon),
        new("function_head", Script, Parsing, "function f {, function async, function in a class", Js.SyntaxRules.CorrectFunctionHead),
        new("script_keyword_spelling", Script, Parsing, "a keyword with a letter wrong", Js.SyntaxRules.RespellKeyword),
        new("script_key_colon", Script, Parsing, "a key without its colon", Js.SyntaxRules.AddColon),
        new("try_alone", Script, Parsing, "try without catch", Js.BlockRules.CompleteTry),
        new("substitution", Script, Parsing, "an open brace in a template", Js.SyntaxRules.CloseSubstitution),
        new("type_arguments", TypeScript, Parsing, "type arguments without their >", Js.SyntaxRules.CloseTypeArguments),

        // Both: strings, brackets, separators. These weigh possibilities, so they come last.
        new("triple_quote", Python, Parsing, "an open text of several lines", StringRules.CloseTripleQuote),
        new("string_line_break", Any, Parsing, "a line break inside a string", StringRules.JoinLines),
        new("quote", Any, Parsing, "a quote that is missing or of the wrong kind", StringRules.CloseQuote),
        new("block_end", Script, Parsing, "a block that is not closed", Js.BlockRules.CloseBlock),
        new("block_start", Script, Parsing, "a block that is not opened", Js.BlockRules.OpenBlock),
        new("bracket_order", Any, Parsing, "two closing brackets in the wrong order", BracketRules.SwapClosers),
        new("bracket_missing", Any, Parsing, "an opening bracket without its closing one", BracketRules.CloseUnclosed),
        new("bracket_unopened", Any, Parsing, "a closing bracket without its opening one", BracketRules.OpenUnopened),
        new("block_surplus", Script, Parsing, "a closing brace too many", Js.BlockRules.RemoveOddCloser),
        new("bracket_kind", Any, Parsing, "a bracket closed by one of another kind", BracketRules.ReplaceMismatched),
        new("bracket_surplus", Any, Parsing, "a closing bracket too many", BracketRules.RemoveSurplus),
        new("comma", Python, Parsing, "two values with nothing between them", Py.SyntaxRules.AddComma),
        new("script_comma", Script, Parsing, "two values with nothing between them", Js.SyntaxRules.AddComma),
        new("assignment", Python, Parsing, "a name and a value with no = between them", Py.SyntaxRules.AddAssignment),
        new("script_assignment", Script, Parsing, "a declared name and a value with no = between them", Js.SyntaxRules.AddAssignment),
        new("stray", Python, Parsing, "a sign or line too many", Py.SyntaxRules.RemoveStray),
        new("script_stray", Script, Parsing, "a sign or line too many", Js.SyntaxRules.RemoveStray),

        // Python, while running: imports and names.
        new("import_missing", Python, Raised, "a standard module or well-known name that is not imported", Py.ImportRules.ImportMissing),
        new("module_name", Python, Raised, "a misspelt module, or Python 2's name of one", Py.ImportRules.CorrectModule),
        new("submodule_name", Python, Raised, "a misspelt submodule", Py.ImportRules.CorrectSubmodule),
        new("imported_name", Python, Raised, "a name imported from the wrong module, or misspelt", Py.ImportRules.CorrectImportedName),
        new("foreign_words", Python, Raised, "true, null, xrange, unicode …", Py.NameRules.TranslateWords),
        new("foreign_calls", Python, Raised, "console.log, Math.floor, JSON.parse …", Py.NameRules.TranslateCalls),
        new("block_end_word", Python, Raised, "end, fi, done", Py.NameRules.RemoveBlockEnd),
        new("this", Python, Raised, "this for self", Py.NameRules.ReplaceThis),
        new("global", Python, Raised, "a global changed in a function", Py.NameRules.DeclareGlobal),
        new("foreign_attribute", Python, Raised, ".push, .length, .has_key, .iteritems …", Py.NameRules.TranslateAttribute),
        new("module_member", Python, Raised, "a module's member by another name", Py.NameRules.TranslateMember),
        new("class_member", Python, Raised, "datetime.datetime of the imported class", Py.NameRules.UnfoldClass),
        new("dictionary_attribute", Python, Raised, "a dictionary's key read as an attribute", Py.NameRules.SubscriptDictionary),
        new("attribute_spelling", Python, Raised, "an attribute with a letter wrong", Py.NameRules.RespellAttribute),
        new("name_spelling", Python, Raised, "a name with a letter wrong", Py.NameRules.RespellName),

        // Python, while running: types.
        new("await_missing", Python, Raised, "a coroutine used as its value", Py.AsyncRules.AwaitCoroutine),
        new("await_surplus", Python, Raised, "await before a value", Py.AsyncRules.RemoveAwait),
        new("text_conversion", Python, Raised, "text + number", Py.TypeRules.ConvertToText),
        new("number_conversion", Python, Raised, "a number that came as text", Py.TypeRules.ConvertToNumber),
        new("join_conversion", Python, Raised, "join() of what is not text", Py.TypeRules.JoinAsText),
        new("whole_division", Python, Raised, "/ where a whole number is needed", Py.TypeRules.DivideWhole),
        new("range_missing", Python, Raised, "for i in 5", Py.TypeRules.IterateRange),
        new("list_missing", Python, Raised, "keys()[0], len(map(…))", Py.TypeRules.MakeList),
        new("sort_result", Python, Raised, "the result of .sort() and its like", Py.TypeRules.KeepSorted),
        new("self_missing", Python, Raised, "a method without self", Py.TypeRules.AddSelf),
        new("constructor_name", Python, Raised, "__init__ with a letter wrong", Py.TypeRules.RespellConstructor),
        new("bracket_swap", Python, Raised, "values(0), values.append[0]", Py.TypeRules.SwapBrackets),
        new("encoding", Python, Raised, "text where bytes are needed", Py.TypeRules.EncodeText),
        new("list_join", Python, Raised, "list + element", Py.TypeRules.JoinLists),
        new("json_default", Python, Raised, "a date, a set … in JSON", Py.TypeRules.GiveJsonDefault),
        new("hashable", Python, Raised, "a list in a set or as a key", Py.TypeRules.MakeHashable),
        new("unpack_items", Python, Raised, "for key, value in dictionary", Py.TypeRules.UnpackItems),
        new("digits", Python, Raised, "len() of a number", Py.TypeRules.CountDigits),
        new("text_argument", Python, Raised, "write(5)", Py.TypeRules.PassText),
        new("raise_text", Python, Raised, "raise \"text\"", Py.TypeRules.RaiseException),

        // JavaScript and TypeScript, while running.
        new("require_missing", Script, Raised, "a built-in module or its function that is not imported", Js.ModuleRules.ImportMissing),
        new("script_module_name", Script, Raised, "a misspelt module", Js.ModuleRules.CorrectModule),
        new("script_export_name", Script, Either, "a name imported from the wrong module, or misspelt", Js.ModuleRules.CorrectExport),
        new("commonjs_in_module", Script, Raised, "require, module.exports, __dirname in an ES module", Js.ModuleRules.UseImport),
        new("script_foreign_words", Script, Raised, "True, None, self, input_data", Js.NameRules.TranslateWords),
        new("script_foreign_calls", Script, Raised, "print(), len(), str() …", Js.NameRules.TranslateCalls),
        new("undeclared", Script, Raised, "a variable that is not declared", Js.NameRules.DeclareVariable),
        new("super_missing", Script, Raised, "this before super()", Js.NameRules.CallSuper),
        new("script_name_spelling", Script, Raised, "a name with a letter wrong", Js.NameRules.RespellName),
        new("const_changed", Script, Raised, "a const that gets a second value", Js.MethodRules.LetReassigned),
        new("statement_end", Script, Raised, "a line that goes on where it should have ended", Js.MethodRules.EndStatementBefore),
        new("promise_value", Script, Raised, "a promise used as its value", Js.AsyncRules.AwaitPromise),
        new("new_missing", Script, Raised, "a class called without new", Js.MethodRules.AddNew),
        new("foreign_method", Script, Raised, ".append, .upper, .length() …", Js.MethodRules.TranslateMethod),
        new("method_spelling", Script, Raised, "a method with a letter wrong", Js.MethodRules.RespellMethod),
        new("entries", Script, Raised, "for … of a plain object", Js.MethodRules.IterateEntries),
        new("loop_end", Script, Raised, "i <= items.length", Js.MethodRules.StopBeforeEnd),
        new("entry_missing", Script, Raised, "groups[key].push(x) of no entry", Js.MethodRules.InitialiseEntry),
        new("bigint", Script, Raised, "a number among BigInts", Js.MethodRules.UseBigInt),
        new("text_written", Script, Raised, "an object written to a file", Js.MethodRules.WriteAsText),
    ];

    /// <summary>What the rules would do about a failure, in the order in which it should be tried. Pure: the same code and report always give the same candidates.</summary>
    /// <param name="inputJson">The input the code ran with, a JSON object; null when not known.</param>
    public static IReadOnlyList<RepairCandidate> Propose(AtomKind kind, string code, ReportedException error, string? inputJson)
    {
        var broken = new BrokenCode(kind, code, error, inputJson);
        var candidates = new List<RepairCandidate>();
        var seen = new HashSet<string> { code };
        foreach (var rule in All.Where(rule => rule.IsFor(broken)))
        {
            foreach (var change in rule.Propose(broken).Take(MaxPerRule))
            {
                var changed = TextEdit.Apply(code, change.Edits);
                if (seen.Add(changed))
                    candidates.Add(new RepairCandidate(changed, rule.Name, change.What, LinesOf(broken.Source, change)));
            }
        }

        return candidates;
    }

    private static ImmutableArray<int> LinesOf(SourceText source, Change change) =>
        [.. change.Edits.SelectMany(edit => Enumerable.Range(source.LineAt(edit.Start), source.LineAt(Math.Max(edit.Start, edit.Start + edit.Length - 1)) - source.LineAt(edit.Start) + 1)).Distinct().Order()];
}
