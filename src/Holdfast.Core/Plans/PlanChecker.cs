using System.Buffers;
using System.Collections.Immutable;

namespace Holdfast.Core.Plans;

/// <param name="File">The plan's file as faults name it.</param>
/// <param name="Source">Its full path; empty for a plan that came another way.</param>
/// <param name="Folder">The full path that files and working directories are relative to.</param>
/// <param name="AvailableTiers">The sandbox tiers this machine has.</param>
public sealed record PlanCheckOptions(string File, string Source, string Folder, ImmutableArray<SandboxTier> AvailableTiers);

/// <summary>
/// Turns a file as written into a draft of a plan, and finds everything that is wrong with it on the way: a fault never hides another.
/// What only the file system knows — code files, folders — the draft asks for.
/// </summary>
public sealed class PlanChecker
{
    public const int LongestKey = 128;
    public const int LongestName = 200;
    public const int MostRetries = 100;
    public const int HighestPriority = 1000;
    public const int MostCores = 4096;
    public const double DefaultStopBelow = 0.5;

    /// <summary>Names of environment variables that are Holdfast's own.</summary>
    private const string ReservedPrefix = "HOLDFAST_";

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    private readonly PlanCheckOptions options;
    private readonly PlanFaultList faults;
    private readonly PlanValues values;
    private readonly List<AtomDraft> atoms = [];
    private readonly Dictionary<AtomSettings, AtomSettings> sharedSettings = [];

    // One set of slots for each kind of mapping: no kind of mapping stands within itself.
    private readonly SourceNode[] planFields = new SourceNode[PlanFields.Plan.Names.Length];
    private readonly SourceNode[] componentFields = new SourceNode[PlanFields.Component.Names.Length];
    private readonly SourceNode[] moduleFields = new SourceNode[PlanFields.Module.Names.Length];
    private readonly SourceNode[] atomFields = new SourceNode[PlanFields.Atom.Names.Length];
    private readonly SourceNode[] defaultsFields = new SourceNode[PlanFields.Defaults.Names.Length];
    private readonly SourceNode[] sandboxFields = new SourceNode[PlanFields.Sandbox.Names.Length];
    private readonly SourceNode[] secretFields = new SourceNode[PlanFields.Secret.Names.Length];

    private AtomSettings defaults = AtomSettings.Default;
    private Surroundings surroundings = Surroundings.None;

    private PlanChecker(PlanCheckOptions options, PlanFaultList faults, PlanValues values)
    {
        this.options = options;
        this.faults = faults;
        this.values = values;
    }

    public static PlanDraft Check(SourceTree tree, PlanCheckOptions options)
    {
        var faults = new PlanFaultList(options.File);
        using var values = new PlanValues(faults);
        return new PlanChecker(options, faults, values).CheckPlan(tree);
    }

    private PlanDraft CheckPlan(SourceTree tree)
    {
        DuplicateFields.Report(tree, faults);
        if (tree.Root.Kind != SourceKind.Mapping)
        {
            if (tree.Root.Kind == SourceKind.Null)
                faults.Add(PlanFaultCodes.FileEmpty, tree.Root, "The plan is empty.");
            else
                faults.Add(PlanFaultCodes.WrongType, tree.Root, $"A plan is a mapping with the field 'name' and others, not {PlanValues.Describe(tree.Root)}.");
            return new PlanDraft(options, faults, PlanHeader.Empty, atoms);
        }

        ReadFields(tree.Root, PlanFields.Plan, planFields);
        var header = new PlanHeader(
            Name(tree.Root, Field(PlanField.Name), "name", "The plan") ?? "",
            (Schedule)(values.Choice(Field(PlanField.Schedule), "schedule", PlanWords.Schedules) ?? (int)Schedule.Waves),
            values.Real(Field(PlanField.StopBelow), "stop_below", 0, 1, DefaultStopBelow),
            values.JsonObject(Field(PlanField.Input), "input") ?? "{}");

        if (values.IsMapping(Field(PlanField.Defaults), "defaults"))
        {
            ReadFields(Field(PlanField.Defaults), PlanFields.Defaults, defaultsFields);
            defaults = ReadSettings(defaultsFields, AtomSettings.Default);
        }

        surroundings = ReadSurroundings(Field(PlanField.Env), Field(PlanField.Secrets), Surroundings.None);
        ReadComponentsOrAtoms(tree.Root);
        NeedCheck.Resolve(atoms, faults);
        return new PlanDraft(options, faults, header, atoms);
    }

    private SourceNode Field(PlanField field) => planFields[(int)field];

    private SourceNode Field(AtomField field) => atomFields[(int)field];

    // The plan, its components and modules.

    private void ReadComponentsOrAtoms(SourceNode plan)
    {
        var errorsBefore = faults.Errors;
        var components = Field(PlanField.Components);
        var flat = Field(PlanField.Atoms);
        if (components.Exists && flat.Exists)
            faults.Add(PlanFaultCodes.AtomsAndComponents, flat, "A plan has either 'components' or a flat list of 'atoms', not both.");

        if (values.IsList(components, "components"))
            ReadComponents(components);
        if (values.IsList(flat, "atoms"))
            ReadAtoms(flat, "", "", new AtomPlace(-1, -1, 0));
        if (atoms.Count == 0 && faults.Errors == errorsBefore)
            faults.Add(PlanFaultCodes.EmptyPlan, components.Exists ? components : flat.Exists ? flat : plan, "The plan has no atoms.");
    }

    private void ReadComponents(SourceNode list)
    {
        var places = new Dictionary<string, SourceNode>();
        var index = -1;
        foreach (var component in list.Members)
        {
            index++;
            if (!values.IsMapping(component, "component"))
                continue;
            ReadFields(component, PlanFields.Component, componentFields);
            var name = NameOnce(component, componentFields[(int)ComponentField.Name], "The component", places) ?? "";
            var modules = componentFields[(int)ComponentField.Modules];
            if (!modules.Exists)
                faults.Add(PlanFaultCodes.MissingField, component, $"The component '{name}' has no field 'modules'.");
            else if (values.IsList(modules, "modules"))
                ReadModules(modules, name, index);
        }
    }

    private void ReadModules(SourceNode list, string component, int componentIndex)
    {
        var places = new Dictionary<string, SourceNode>();
        var index = -1;
        foreach (var module in list.Members)
        {
            index++;
            if (!values.IsMapping(module, "module"))
                continue;
            ReadFields(module, PlanFields.Module, moduleFields);
            var name = NameOnce(module, moduleFields[(int)ModuleField.Name], "The module", places) ?? "";
            var members = moduleFields[(int)ModuleField.Atoms];
            if (!members.Exists)
                faults.Add(PlanFaultCodes.MissingField, module, $"The module '{name}' has no field 'atoms'.");
            else if (values.IsList(members, "atoms"))
                ReadAtoms(members, component, name, new AtomPlace(componentIndex, index, 0));
        }
    }

    private string? NameOnce(SourceNode owner, SourceNode node, string ownerName, Dictionary<string, SourceNode> places)
    {
        var name = Name(owner, node, "name", ownerName);
        if (name is not null && !places.TryAdd(name, node))
            faults.Add(PlanFaultCodes.DuplicateName, node, $"{ownerName} '{name}' stands twice; first at {Place(places[name])}.");
        return name;
    }

    private string? Name(SourceNode owner, SourceNode node, string field, string ownerName)
    {
        if (!node.Exists)
            faults.Add(PlanFaultCodes.MissingField, owner, $"{ownerName} has no field '{field}'.");
        var name = values.Text(node, field);
        if (name is null)
            return null;
        if (name.Trim().Length > 0 && name.Length <= LongestName && !name.Any(char.IsControl))
            return name;
        faults.Add(PlanFaultCodes.BadName, node, $"'{field}' is 1 to {LongestName} characters on one line, not '{PlanValues.Quote(node)}'.");
        return null;
    }

    // Atoms.

    private void ReadAtoms(SourceNode list, string component, string module, AtomPlace place)
    {
        var index = -1;
        foreach (var atom in list.Members)
        {
            index++;
            if (!values.IsMapping(atom, "atom"))
                continue;
            ReadFields(atom, PlanFields.Atom, atomFields);
            atoms.Add(ReadAtom(atom, component, module, place with { Atom = index }));
            faults.Atom = null;
        }
    }

    private AtomDraft ReadAtom(SourceNode node, string component, string module, AtomPlace place)
    {
        var key = ReadKey(node);
        faults.Atom = key;
        var kind = ReadKind(node);
        var around = ReadSurroundings(Field(AtomField.Env), Field(AtomField.Secrets), surroundings);
        return new AtomDraft
        {
            Node = node,
            KeyNode = Field(AtomField.Key),
            NeedsNode = values.IsList(Field(AtomField.Needs), "needs") ? Field(AtomField.Needs) : default,
            CodeNode = Field(AtomField.Code),
            Place = place,
            Key = key,
            Kind = kind,
            Component = component,
            Module = module,
            Code = values.Code(Field(AtomField.Code), "code"),
            FileNode = Field(AtomField.File),
            File = Path(Field(AtomField.File), "file"),
            Command = ReadWork(node, kind),
            InputJson = values.JsonObject(Field(AtomField.Input), "input"),
            Environment = around.Environment,
            Secrets = around.Secrets,
            WorkingDirectoryNode = Field(AtomField.WorkingDirectory),
            WorkingDirectory = Path(Field(AtomField.WorkingDirectory), "working_directory"),
            Outputs = ReadOutputs(Field(AtomField.Outputs)),
            Settings = ReadSettings(atomFields.AsSpan(PlanFields.AtomSettings), defaults),
        };
    }

    private string? ReadKey(SourceNode atom)
    {
        var node = Field(AtomField.Key);
        if (!node.Exists)
            faults.Add(PlanFaultCodes.MissingField, atom, "An atom has no field 'key'.");
        var key = values.Text(node, "key");
        if (key is null)
            return null;
        if (key.Length is > 0 and <= LongestKey && key[0] is not ('.' or '-') && !key.AsSpan().ContainsAnyExcept(KeyCharacters))
            return key;
        faults.Add(PlanFaultCodes.BadKey, node,
            $"'{PlanValues.Quote(node)}' is no key: it is 1 to {LongestKey} letters (a-z, A-Z), digits, '_', '.' or '-', and begins with a letter, digit or '_'.");
        return null;
    }

    private AtomKind? ReadKind(SourceNode atom)
    {
        var node = Field(AtomField.Kind);
        if (!node.Exists)
            faults.Add(PlanFaultCodes.MissingField, atom, $"The field 'kind' is missing: one of {string.Join(", ", PlanWords.AvailableKinds)}.");
        if (node.Exists && node.Kind == SourceKind.Text && node.Text.SequenceEqual("agent"u8))
        {
            faults.Add(PlanFaultCodes.KindNotAvailable, node, "Kind 'agent' is not available in this version.");
            return AtomKind.Agent;
        }

        return (AtomKind?)values.Choice(node, "kind", PlanWords.AvailableKinds);
    }

    // What an atom runs: code or a file for a language, a list for a command.
    private ImmutableArray<string> ReadWork(SourceNode atom, AtomKind? kind)
    {
        var (code, file, command) = (Field(AtomField.Code), Field(AtomField.File), Field(AtomField.Command));
        if (code.Exists && file.Exists)
            faults.Add(PlanFaultCodes.CodeAndFile, file, "It has both 'code' and 'file': keep one.");

        if (kind == AtomKind.Command)
        {
            if (code.Exists || file.Exists)
                faults.Add(PlanFaultCodes.CodeOnCommand, code.Exists ? code : file, "Kind 'command' has a 'command', neither 'code' nor 'file'.");
            if (!command.Exists || (command.Kind == SourceKind.Sequence && command.Length == 0))
                faults.Add(PlanFaultCodes.MissingCommand, command.Exists ? command : atom, "Kind 'command' needs a 'command': a list of the program and its arguments.");
            return ReadCommand(command);
        }

        if (kind is not null and not AtomKind.Agent)
        {
            if (command.Exists)
                faults.Add(PlanFaultCodes.CommandOnCode, command, $"Kind '{PlanWords.Of(kind.Value)}' has 'code' or a 'file'; a 'command' is for kind 'command'.");
            else if (!code.Exists && !file.Exists)
                faults.Add(PlanFaultCodes.MissingCode, atom, $"Kind '{PlanWords.Of(kind.Value)}' needs 'code' or a 'file'.");
        }

        return [];
    }

    private ImmutableArray<string> ReadCommand(SourceNode node)
    {
        if (node.Exists && node.Kind == SourceKind.Text)
        {
            faults.Add(PlanFaultCodes.WrongType, node, "'command' is a list of the program and its arguments. For a line of shell, use kind 'shell' and 'code'.");
            return [];
        }

        if (!values.IsList(node, "command"))
            return [];
        var arguments = ReadTexts(node, "command", values.TextOfScalar);
        if (arguments is ["", ..])
            faults.Add(PlanFaultCodes.MissingCommand, node, "The program of 'command' is empty.");
        return arguments;
    }

    private ImmutableArray<string> ReadOutputs(SourceNode node)
    {
        if (!values.IsList(node, "outputs"))
            return [];
        var outputs = ReadTexts(node, "outputs", OutputPath);
        return outputs.Distinct().Count() == outputs.Length ? outputs : [.. outputs.Distinct()];
    }

    private string? OutputPath(SourceNode node, string field)
    {
        var path = Path(node, field);
        if (path is null || (!path.StartsWith('/') && !path.Split('/').Contains("..") && path.Split('/').Any(part => part is not ("" or "."))))
            return path;
        faults.Add(PlanFaultCodes.BadPath, node, $"The output '{PlanValues.Quote(node)}' is not a path within the working directory.");
        return null;
    }

    private string? Path(SourceNode node, string field)
    {
        var path = values.Text(node, field);
        if (path is null or { Length: > 0 })
            return path;
        faults.Add(PlanFaultCodes.BadPath, node, $"'{field}' is an empty path.");
        return null;
    }

    private static ImmutableArray<string> ReadTexts(SourceNode list, string field, Func<SourceNode, string, string?> read)
    {
        var texts = ImmutableArray.CreateBuilder<string>(list.Length);
        foreach (var member in list.Members)
        {
            if (read(member, field) is { } text)
                texts.Add(text);
        }

        return texts.DrainToImmutable();
    }

    // Settings.

    private AtomSettings ReadSettings(ReadOnlySpan<SourceNode> fields, AtomSettings inherited)
    {
        if (!AnyExists(fields))
            return inherited;

        var settings = inherited with
        {
            Timeout = values.Duration(fields[(int)SettingField.Timeout], "timeout", inherited.Timeout),
            IsTimeoutAsked = inherited.IsTimeoutAsked || fields[(int)SettingField.Timeout].Exists,
            Survive = fields[(int)SettingField.Survive] is { Exists: true } survive ? values.Flag(survive, "survive", fallback: false) : inherited.Survive,
            MemoryLimitBytes = LimitOrNone(fields[(int)SettingField.Memory], inherited.MemoryLimitBytes, node => values.Size(node, "memory", 0)),
            CpuLimitCores = LimitOrNone(fields[(int)SettingField.Cpu], inherited.CpuLimitCores, node => values.Real(node, "cpu", 0, MostCores, 0, aboveLeast: true)),
            Retries = values.Whole(fields[(int)SettingField.Retries], "retries", 0, MostRetries, inherited.Retries),
            Critical = values.Flag(fields[(int)SettingField.Critical], "critical", inherited.Critical),
            Priority = values.Whole(fields[(int)SettingField.Priority], "priority", -HighestPriority, HighestPriority, inherited.Priority),
            OutputLimitBytes = values.Size(fields[(int)SettingField.OutputLimit], "output_limit", inherited.OutputLimitBytes),
            FailOnOutputLimit = values.Choice(fields[(int)SettingField.OnOutputLimit], "on_output_limit", PlanWords.OnOutputLimit) switch
            {
                { } choice => choice == 1,
                null => inherited.FailOnOutputLimit,
            },
            Sandbox = ReadSandbox(fields[(int)SettingField.Sandbox], inherited.Sandbox),
        };
        if (sharedSettings.TryGetValue(settings, out var shared))
            return shared;
        sharedSettings.Add(settings, settings);
        return settings;
    }

    private static bool AnyExists(ReadOnlySpan<SourceNode> fields)
    {
        foreach (var field in fields)
        {
            if (field.Exists)
                return true;
        }

        return false;
    }

    private T? LimitOrNone<T>(SourceNode node, T? inherited, Func<SourceNode, T> read)
        where T : struct =>
        !node.Exists ? inherited : values.IsNone(node) ? null : read(node);

    private SandboxRequest ReadSandbox(SourceNode node, SandboxRequest inherited)
    {
        if (!values.IsMapping(node, "sandbox"))
            return inherited;
        ReadFields(node, PlanFields.Sandbox, sandboxFields);
        var tierNode = sandboxFields[(int)SandboxField.Tier];
        var tier = (SandboxTier?)values.Choice(tierNode, "tier", PlanWords.SandboxTiers);
        if (tier is { } required && !options.AvailableTiers.Contains(required))
        {
            var available = string.Join(", ", options.AvailableTiers.Select(PlanWords.Of));
            faults.Add(PlanFaultCodes.SandboxNotAvailable, tierNode, $"The sandbox tier '{PlanWords.Of(required)}' is not available here. Available: {available}.");
        }

        var networkNode = sandboxFields[(int)SandboxField.Network];
        return new SandboxRequest(
            tier ?? inherited.Tier,
            networkNode.Exists ? values.Flag(networkNode, "network", true) : inherited.Network);
    }

    // Environment and secrets.

    private Surroundings ReadSurroundings(SourceNode env, SourceNode secrets, Surroundings outer)
    {
        var hasEnv = values.IsMapping(env, "env") && env.Length > 0;
        var hasSecrets = values.IsMapping(secrets, "secrets") && secrets.Length > 0;
        if (!hasEnv && !hasSecrets)
            return outer;

        // The nearer level wins, whichever of the two it is: an atom's secret hides the plan's variable of that name.
        var environment = outer.Environment.ToBuilder();
        var references = outer.Secrets.ToBuilder();
        if (hasEnv)
        {
            foreach (var (key, value) in env.Entries)
            {
                if (VariableName(key) is not { } name || values.TextOfScalar(value, name) is not { } text)
                    continue;
                environment[name] = text;
                references.Remove(name);
            }
        }

        if (hasSecrets)
        {
            foreach (var (key, value) in secrets.Entries)
            {
                if (VariableName(key) is not { } name)
                    continue;
                if (hasEnv && FindEntry(env, key) is { Exists: true } twin)
                    faults.Add(PlanFaultCodes.DuplicateName, key, $"'{name}' is in 'secrets' and in 'env' (at {Place(twin)}): keep one.");
                if (ReadSecret(value, name) is not { } reference)
                    continue;
                references[name] = reference;
                environment.Remove(name);
            }
        }

        return new Surroundings(environment.ToImmutable(), references.ToImmutable());
    }

    private static SourceNode FindEntry(SourceNode mapping, SourceNode name)
    {
        foreach (var (key, _) in mapping.Entries)
        {
            if (key.IsScalar && key.Text.SequenceEqual(name.Text))
                return key;
        }

        return default;
    }

    private string? VariableName(SourceNode key)
    {
        if (!key.IsScalar)
            return null;
        var name = key.ToString();
        if (!IsVariableName(name))
        {
            faults.Add(PlanFaultCodes.BadName, key, $"'{PlanValues.Quote(key)}' is no name of an environment variable: letters (a-z, A-Z), digits and '_', not beginning with a digit.");
            return null;
        }

        if (name.StartsWith(ReservedPrefix, StringComparison.Ordinal))
        {
            faults.Add(PlanFaultCodes.BadName, key, $"'{PlanValues.Quote(key)}': names that begin with {ReservedPrefix} are Holdfast's own.");
            return null;
        }

        return name;
    }

    private static bool IsVariableName(string name) =>
        name.Length is > 0 and <= LongestName && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private SecretReference? ReadSecret(SourceNode node, string variable)
    {
        if (node.Kind != SourceKind.Mapping)
        {
            faults.Add(PlanFaultCodes.BadSecret, node, $"The secret '{variable}' is a reference, never a value: {{ from: env }} or {{ from: file, path: … }}.");
            return null;
        }

        ReadFields(node, PlanFields.Secret, secretFields);
        var (from, name, path) = (secretFields[(int)SecretField.From], secretFields[(int)SecretField.Name], secretFields[(int)SecretField.Path]);
        if (!from.Exists)
        {
            faults.Add(PlanFaultCodes.BadSecret, node, $"The secret '{variable}' does not say where it comes from: from: env or from: file.");
            return null;
        }

        return values.Choice(from, "from", PlanWords.SecretSources) switch
        {
            0 => SecretFromEnvironment(node, variable, name, path),
            1 => SecretFromFile(node, variable, name, path),
            _ => null,
        };
    }

    private SecretReference? SecretFromEnvironment(SourceNode node, string variable, SourceNode name, SourceNode path)
    {
        if (path.Exists)
            faults.Add(PlanFaultCodes.BadSecret, path, $"The secret '{variable}' comes from the environment: it has no 'path'.");
        if (!name.Exists)
            return new SecretReference(variable, null);
        var source = values.Text(name, "name");
        if (source is null || IsVariableName(source))
            return source is null ? null : new SecretReference(source, null);
        faults.Add(PlanFaultCodes.BadSecret, name, $"The secret '{variable}' is read from '{PlanValues.Quote(name)}', which is no name of an environment variable.");
        return null;
    }

    private SecretReference? SecretFromFile(SourceNode node, string variable, SourceNode name, SourceNode path)
    {
        if (name.Exists)
            faults.Add(PlanFaultCodes.BadSecret, name, $"The secret '{variable}' comes from a file: it has no 'name'.");
        if (!path.Exists)
            faults.Add(PlanFaultCodes.BadSecret, node, $"The secret '{variable}' comes from a file, but its 'path' is missing.");
        return Path(path, "path") is { } file ? new SecretReference(null, file) : null;
    }

    // Fields.

    private void ReadFields(SourceNode mapping, PlanFields known, SourceNode[] fields)
    {
        Array.Clear(fields);
        foreach (var (key, value) in mapping.Entries)
        {
            var index = key.IsScalar ? known.IndexOf(key.Text) : -1;
            if (index >= 0)
                fields[index] = fields[index].Exists ? fields[index] : value;
            else if (key.IsScalar)
                ReportUnknownField(key, known);
        }
    }

    private void ReportUnknownField(SourceNode key, PlanFields known)
    {
        var hint = PlanValues.DidYouMean(PlanValues.Quote(key), known.Names);
        if (hint.Length == 0)
            hint = $" It has {string.Join(", ", known.Names)}.";
        faults.AddBare(PlanFaultCodes.UnknownField, key, $"Unknown field '{PlanValues.Quote(key)}' in {known.Owner}.{hint}");
    }

    private static string Place(SourceNode node) => $"line {node.Line}, column {node.Column}";

    /// <summary>What the atoms of a level find around them.</summary>
    private sealed record Surroundings(ImmutableSortedDictionary<string, string> Environment, ImmutableSortedDictionary<string, SecretReference> Secrets)
    {
        public static readonly Surroundings None = new(
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
            ImmutableSortedDictionary.Create<string, SecretReference>(StringComparer.Ordinal));
    }
}
