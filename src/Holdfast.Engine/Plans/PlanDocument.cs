using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Core.Plans;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Plans;

/// <summary>
/// A checked plan as the store keeps it: JSON of one canonical form, so that the same plan has the same hash. Needs are indices, and what
/// atoms share — settings, environments, secrets, code, component and module — is written once and referred to.
/// </summary>
public static class PlanDocument
{
    /// <summary>Documents of every released format stay readable.</summary>
    public const int Format = 1;

    /// <summary>An input nested to the limit of a plan, within the document.</summary>
    private const int MaxDepth = SourceTree.MaxDepth + 8;

    /// <param name="source">The full path of the plan's file; empty for a plan that came another way.</param>
    public static PlanRevision From(Plan plan, string source)
    {
        var document = Write(plan);
        return new PlanRevision(plan.Id, plan.Name, source, Convert.ToHexStringLower(SHA256.HashData(document.Span)), document);
    }

    public static ReadOnlyMemory<byte> Write(Plan plan)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + (plan.Atoms.Length * 64));
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
        using (var writer = new Utf8JsonWriter(buffer, options))
            new DocumentWriter(writer).Write(plan);
        return buffer.WrittenMemory;
    }

    /// <exception cref="InvalidDataException">These bytes are no plan that this version or an earlier one wrote.</exception>
    public static Plan Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            var reader = new Utf8JsonReader(document.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
            return new DocumentReader(document).Read(ref reader);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"The stored plan is damaged: {broken.Message}", broken);
        }
    }

    private sealed class DocumentWriter(Utf8JsonWriter writer)
    {
        private readonly SharedValues<AtomSettings> settings = new(EqualityComparer<AtomSettings>.Default);
        private readonly SharedValues<(string Component, string Module)> groups = new(EqualityComparer<(string, string)>.Default);
        private readonly SharedValues<string> codes = new(StringComparer.Ordinal);
        private readonly SharedValues<ImmutableSortedDictionary<string, string>> environments = new(new SameEntries<string>());
        private readonly SharedValues<ImmutableSortedDictionary<string, SecretReference>> secrets = new(new SameEntries<SecretReference>());

        public void Write(Plan plan)
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", Format);
            writer.WriteString("id", plan.Id.Value);
            writer.WriteString("name", plan.Name);
            writer.WriteString("schedule", PlanWords.Of(plan.Schedule));
            writer.WriteNumber("stop_below", plan.StopBelow);
            writer.WriteString("folder", plan.Folder);
            writer.WritePropertyName("input");
            writer.WriteRawValue(plan.InputJson);

            // What atoms share is known only once they are written, so it follows them.
            writer.WriteStartArray("atoms");
            foreach (var atom in plan.Atoms)
                Write(atom);
            writer.WriteEndArray();

            WriteShared("settings", settings, Write);
            WriteShared("groups", groups, Write);
            WriteShared("codes", codes, writer.WriteStringValue);
            WriteShared("environments", environments, Write);
            WriteShared("secrets", secrets, Write);
            writer.WriteEndObject();
        }

        private void WriteShared<T>(string name, SharedValues<T> shared, Action<T> write)
            where T : notnull
        {
            writer.WriteStartArray(name);
            foreach (var value in shared.Values)
                write(value);
            writer.WriteEndArray();
        }

        private void Write(Atom atom)
        {
            writer.WriteStartObject();
            writer.WriteString("key", atom.Key);
            writer.WriteString("kind", PlanWords.Of(atom.Kind));
            if ((atom.Component, atom.Module) is not ("", ""))
                writer.WriteNumber("group", groups.IndexOf((atom.Component, atom.Module)));
            writer.WriteNumber("settings", settings.IndexOf(atom.Settings));
            if (atom.Code is not null)
                writer.WriteNumber("code", codes.IndexOf(atom.Code));
            if (atom.File is not null)
                writer.WriteString("file", atom.File);
            WriteTexts("command", atom.Command);
            if (!atom.Needs.IsEmpty)
            {
                writer.WriteStartArray("needs");
                foreach (var need in atom.Needs)
                    writer.WriteNumberValue(need);
                writer.WriteEndArray();
            }

            if (atom.InputJson is not null)
            {
                writer.WritePropertyName("input");
                writer.WriteRawValue(atom.InputJson);
            }

            if (!atom.Environment.IsEmpty)
                writer.WriteNumber("environment", environments.IndexOf(atom.Environment));
            if (!atom.Secrets.IsEmpty)
                writer.WriteNumber("secrets", secrets.IndexOf(atom.Secrets));
            if (atom.WorkingDirectory is not null)
                writer.WriteString("working_directory", atom.WorkingDirectory);
            WriteTexts("outputs", atom.Outputs);
            writer.WriteEndObject();
        }

        private void WriteTexts(string name, ImmutableArray<string> texts)
        {
            if (texts.IsEmpty)
                return;
            writer.WriteStartArray(name);
            foreach (var text in texts)
                writer.WriteStringValue(text);
            writer.WriteEndArray();
        }

        // Everything, also what is a default today: a later default must not change an old plan. But what has no default is there when
        // it was said.
        private void Write(AtomSettings value)
        {
            writer.WriteStartObject();
            WriteNumberOrNull("timeout_ticks", value.Timeout?.Ticks);
            if (value.IsTimeoutAsked)
                writer.WriteBoolean("timeout_asked", true);
            WriteNumberOrNull("memory_bytes", value.MemoryLimitBytes);
            if (value.CpuLimitCores is { } cores)
                writer.WriteNumber("cpu_cores", cores);
            else
                writer.WriteNull("cpu_cores");
            writer.WriteNumber("retries", value.Retries);
            writer.WriteBoolean("critical", value.Critical);
            writer.WriteNumber("priority", value.Priority);
            writer.WriteNumber("output_limit_bytes", value.OutputLimitBytes);
            writer.WriteBoolean("fail_on_output_limit", value.FailOnOutputLimit);
            if (value.Survive is { } survive)
                writer.WriteBoolean("survive", survive);
            writer.WriteString("tier", value.Sandbox.Tier is { } tier ? PlanWords.Of(tier) : null);
            if (value.Sandbox.Network is { } network)
                writer.WriteBoolean("network", network);
            else
                writer.WriteNull("network");
            writer.WriteEndObject();
        }

        private void WriteNumberOrNull(string name, long? number)
        {
            if (number is { } value)
                writer.WriteNumber(name, value);
            else
                writer.WriteNull(name);
        }

        private void Write((string Component, string Module) group)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(group.Component);
            writer.WriteStringValue(group.Module);
            writer.WriteEndArray();
        }

        private void Write(ImmutableSortedDictionary<string, string> environment)
        {
            writer.WriteStartObject();
            foreach (var (name, value) in environment)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        private void Write(ImmutableSortedDictionary<string, SecretReference> references)
        {
            writer.WriteStartObject();
            foreach (var (name, reference) in references)
            {
                writer.WriteStartArray(name);
                writer.WriteStringValue(reference.FromEnvironment);
                writer.WriteStringValue(reference.FromFile);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }
    }

    /// <summary>Numbers values in the order they first come.</summary>
    private sealed class SharedValues<T>(IEqualityComparer<T> comparer)
        where T : notnull
    {
        private readonly Dictionary<T, int> index = new(comparer);

        public List<T> Values { get; } = [];

        public int IndexOf(T value)
        {
            if (index.TryGetValue(value, out var known))
                return known;
            index.Add(value, Values.Count);
            Values.Add(value);
            return Values.Count - 1;
        }
    }

    private sealed class SameEntries<T> : IEqualityComparer<ImmutableSortedDictionary<string, T>>
    {
        public bool Equals(ImmutableSortedDictionary<string, T>? x, ImmutableSortedDictionary<string, T>? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null && x.Count == y.Count && x.SequenceEqual(y));

        public int GetHashCode(ImmutableSortedDictionary<string, T> obj) => HashCode.Combine(obj.Count, obj.First());
    }

    /// <summary>Reads the atoms as they come, and gives them what they share when that is known.</summary>
    private sealed class DocumentReader(ReadOnlyMemory<byte> document)
    {
        private readonly List<StoredAtom> atoms = [];
        private readonly List<AtomSettings> settings = [];
        private readonly List<(string Component, string Module)> groups = [];
        private readonly List<string> codes = [];
        private readonly List<ImmutableSortedDictionary<string, string>> environments = [];
        private readonly List<ImmutableSortedDictionary<string, SecretReference>> secrets = [];
        private readonly List<int> needs = [];

        private sealed record StoredAtom
        {
            public string Key = "";
            public AtomKind Kind;
            public int Group = -1, Settings = -1, Code = -1, Environment = -1, Secrets = -1;
            public string? File, InputJson, WorkingDirectory;
            public ImmutableArray<string> Command = [], Outputs = [];
            public ImmutableArray<int> Needs = [];
        }

        public Plan Read(ref Utf8JsonReader reader)
        {
            var (format, id, name, schedule, stopBelow, folder, input) = (0, Guid.Empty, "", Schedule.Waves, 0.0, "", "{}");
            Expect(ref reader, JsonTokenType.StartObject);
            while (NextField(ref reader) is { } field)
            {
                switch (field)
                {
                    case "format":
                        format = reader.GetInt32();
                        break;
                    case "id":
                        id = reader.GetGuid();
                        break;
                    case "name":
                        name = reader.GetString()!;
                        break;
                    case "schedule":
                        schedule = (Schedule)IndexOf(PlanWords.Schedules, reader.GetString()!);
                        break;
                    case "stop_below":
                        stopBelow = reader.GetDouble();
                        break;
                    case "folder":
                        folder = reader.GetString()!;
                        break;
                    case "input":
                        input = RawJson(ref reader);
                        break;
                    case "atoms":
                        while (NextMember(ref reader))
                            atoms.Add(ReadAtom(ref reader));
                        break;
                    case "settings":
                        while (NextMember(ref reader))
                            settings.Add(ReadSettings(ref reader));
                        break;
                    case "groups":
                        while (NextMember(ref reader))
                            groups.Add(ReadTexts(ref reader) is [var component, var module] ? (component, module) : throw new FormatException("A group is a pair."));
                        break;
                    case "codes":
                        while (NextMember(ref reader))
                            codes.Add(reader.GetString()!);
                        break;
                    case "environments":
                        while (NextMember(ref reader))
                            environments.Add(ReadEnvironment(ref reader));
                        break;
                    case "secrets":
                        while (NextMember(ref reader))
                            secrets.Add(ReadSecrets(ref reader));
                        break;
                    default:
                        throw Unknown(field);
                }
            }

            if (format != Format)
                throw new FormatException($"Its format is {format}, and this version knows {Format}.");
            return Plan.Create(new PlanId(id), name, schedule, stopBelow, input, folder, [.. atoms.Select(ToAtom)]);
        }

        private Atom ToAtom(StoredAtom atom)
        {
            var (component, module) = atom.Group < 0 ? ("", "") : groups[atom.Group];
            return new Atom
            {
                Key = atom.Key,
                Kind = atom.Kind,
                Component = component,
                Module = module,
                Code = atom.Code < 0 ? null : codes[atom.Code],
                File = atom.File,
                Command = atom.Command,
                Needs = atom.Needs,
                InputJson = atom.InputJson,
                Environment = atom.Environment < 0 ? ImmutableSortedDictionary<string, string>.Empty : environments[atom.Environment],
                Secrets = atom.Secrets < 0 ? ImmutableSortedDictionary<string, SecretReference>.Empty : secrets[atom.Secrets],
                WorkingDirectory = atom.WorkingDirectory,
                Outputs = atom.Outputs,
                Settings = settings[atom.Settings],
            };
        }

        private StoredAtom ReadAtom(ref Utf8JsonReader reader)
        {
            var atom = new StoredAtom();
            while (NextField(ref reader) is { } field)
            {
                switch (field)
                {
                    case "key":
                        atom.Key = reader.GetString()!;
                        break;
                    case "kind":
                        atom.Kind = (AtomKind)IndexOf(PlanWords.Kinds, reader.GetString()!);
                        break;
                    case "group":
                        atom.Group = reader.GetInt32();
                        break;
                    case "settings":
                        atom.Settings = reader.GetInt32();
                        break;
                    case "code":
                        atom.Code = reader.GetInt32();
                        break;
                    case "file":
                        atom.File = reader.GetString();
                        break;
                    case "command":
                        atom.Command = ReadTexts(ref reader);
                        break;
                    case "needs":
                        atom.Needs = ReadNeeds(ref reader);
                        break;
                    case "input":
                        atom.InputJson = RawJson(ref reader);
                        break;
                    case "environment":
                        atom.Environment = reader.GetInt32();
                        break;
                    case "secrets":
                        atom.Secrets = reader.GetInt32();
                        break;
                    case "working_directory":
                        atom.WorkingDirectory = reader.GetString();
                        break;
                    case "outputs":
                        atom.Outputs = ReadTexts(ref reader);
                        break;
                    default:
                        throw Unknown(field);
                }
            }

            return atom;
        }

        private static AtomSettings ReadSettings(ref Utf8JsonReader reader)
        {
            var read = AtomSettings.Default;
            while (NextField(ref reader) is { } field)
            {
                var isNull = reader.TokenType == JsonTokenType.Null;
                read = field switch
                {
                    "timeout_ticks" => read with { Timeout = isNull ? null : TimeSpan.FromTicks(reader.GetInt64()) },
                    "timeout_asked" => read with { IsTimeoutAsked = reader.GetBoolean() },
                    "survive" => read with { Survive = isNull ? null : reader.GetBoolean() },
                    "memory_bytes" => read with { MemoryLimitBytes = isNull ? null : reader.GetInt64() },
                    "cpu_cores" => read with { CpuLimitCores = isNull ? null : reader.GetDouble() },
                    "retries" => read with { Retries = reader.GetInt32() },
                    "critical" => read with { Critical = reader.GetBoolean() },
                    "priority" => read with { Priority = reader.GetInt32() },
                    "output_limit_bytes" => read with { OutputLimitBytes = reader.GetInt64() },
                    "fail_on_output_limit" => read with { FailOnOutputLimit = reader.GetBoolean() },
                    "tier" => read with
                    {
                        Sandbox = read.Sandbox with { Tier = isNull ? null : (SandboxTier)IndexOf(PlanWords.SandboxTiers, reader.GetString()!) },
                    },
                    "network" => read with { Sandbox = read.Sandbox with { Network = isNull ? null : reader.GetBoolean() } },
                    _ => throw Unknown(field),
                };
            }

            return read;
        }

        private static ImmutableSortedDictionary<string, string> ReadEnvironment(ref Utf8JsonReader reader)
        {
            var entries = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            while (NextField(ref reader) is { } name)
                entries.Add(name, reader.GetString()!);
            return entries.ToImmutable();
        }

        private static ImmutableSortedDictionary<string, SecretReference> ReadSecrets(ref Utf8JsonReader reader)
        {
            var entries = ImmutableSortedDictionary.CreateBuilder<string, SecretReference>(StringComparer.Ordinal);
            while (NextField(ref reader) is { } name)
            {
                reader.Read();
                var fromEnvironment = reader.GetString();
                reader.Read();
                var fromFile = reader.GetString();
                Expect(ref reader, JsonTokenType.EndArray);
                entries.Add(name, new SecretReference(fromEnvironment, fromFile));
            }

            return entries.ToImmutable();
        }

        private ImmutableArray<int> ReadNeeds(ref Utf8JsonReader reader)
        {
            needs.Clear();
            while (NextMember(ref reader))
                needs.Add(reader.GetInt32());
            return [.. needs];
        }

        private static ImmutableArray<string> ReadTexts(ref Utf8JsonReader reader)
        {
            var texts = ImmutableArray.CreateBuilder<string>();
            while (NextMember(ref reader))
                texts.Add(reader.GetString()!);
            return texts.DrainToImmutable();
        }

        private string RawJson(ref Utf8JsonReader reader)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            return Encoding.UTF8.GetString(document.Span[start..(int)reader.BytesConsumed]);
        }

        /// <summary>Leaves the reader at the field's value; null at the end of the object.</summary>
        private static string? NextField(ref Utf8JsonReader reader)
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.EndObject)
                return null;
            var name = reader.GetString();
            reader.Read();
            return name;
        }

        private static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

        private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
        {
            if (!reader.Read() || reader.TokenType != token)
                throw new FormatException($"There is {reader.TokenType} instead of {token}.");
        }

        private static int IndexOf(ImmutableArray<string> words, string word) =>
            words.IndexOf(word) is var index and >= 0 ? index : throw new FormatException($"'{word}' is none of {string.Join(", ", words)}.");

        private static FormatException Unknown(string field) => new($"The field '{field}' is not known.");
    }
}
