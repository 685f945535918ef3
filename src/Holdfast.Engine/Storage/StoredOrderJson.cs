using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Core.Completion;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using static Holdfast.Engine.Storage.StoredJson;

namespace Holdfast.Engine.Storage;

/// <summary>The JSON of what an execution was asked to be, whole in its first event and part by part in its row.</summary>
internal static class StoredOrderJson
{
    /// <summary>The fields of an object that the caller begins and ends.</summary>
    public static void WriteFields(Utf8JsonWriter json, ExecutionOrder order)
    {
        json.WriteString("kind"u8, StoredNames.ExecutionKinds[order.Kind]);
        WriteUnlessNull(json, "name"u8, order.Name);
        json.WritePropertyName("arguments"u8);
        WriteArguments(json, order.Arguments);
        json.WriteString("working_directory"u8, order.WorkingDirectory);
        if (order.Host != ExecutionHost.Process)
            json.WriteString("host"u8, StoredNames.Hosts[order.Host]);
        WriteUnlessDefault(json, "priority"u8, order.Priority);
        WriteUnlessNull(json, "key"u8, JoinKeys(order.Keys));
        json.WritePropertyName("allowance"u8);
        Write(json, order.Allowance);
        WriteUnlessNull(json, "stall_us"u8, order.Stall is { } stall ? StoredTime.Of(stall) : null);
        if (!order.Secrets.IsEmpty)
        {
            json.WritePropertyName("secrets"u8);
            Write(json, order.Secrets);
        }

        WriteUnlessNull(json, "trace"u8, order.Trace?.ToString());
        if (order.Completion == CompletionOrder.ExitCode)
            return;
        json.WritePropertyName("completion"u8);
        StoredCompletionJson.Write(json, order.Completion);
    }

    public static ExecutionOrder ReadFields(ref Utf8JsonReader json)
    {
        string? kind = null, name = null, folder = null, keys = null, trace = null;
        List<string>? arguments = null;
        TimeAllowance? allowance = null;
        TimeSpan? stall = null;
        var host = ExecutionHost.Process;
        var priority = 0;
        List<SecretVariable> secrets = [];
        var completion = CompletionOrder.ExitCode;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("kind"u8)) kind = ReadString(ref json);
            else if (json.ValueTextEquals("name"u8)) name = ReadString(ref json);
            else if (json.ValueTextEquals("arguments"u8)) arguments = ReadList(ref json, ReadArgument);
            else if (json.ValueTextEquals("working_directory"u8)) folder = ReadString(ref json);
            else if (json.ValueTextEquals("host"u8)) host = StoredNames.Hosts.Parse(ReadString(ref json));
            else if (json.ValueTextEquals("priority"u8)) priority = ReadInt32(ref json);
            else if (json.ValueTextEquals("key"u8)) keys = ReadString(ref json);
            else if (json.ValueTextEquals("allowance"u8)) allowance = ReadNested(ref json, ReadAllowance);
            else if (json.ValueTextEquals("stall_us"u8)) stall = ReadDuration(ref json);
            else if (json.ValueTextEquals("secrets"u8)) secrets = ReadList(ref json, ReadSecret);
            else if (json.ValueTextEquals("completion"u8)) completion = ReadNested(ref json, StoredCompletionJson.ReadOrder);
            else if (json.ValueTextEquals("trace"u8)) trace = ReadString(ref json);
            else json.Skip();
        }

        return new ExecutionOrder
        {
            Kind = StoredNames.ExecutionKinds.Parse(Required(kind, "kind")),
            Name = name,
            Arguments = [.. Required(arguments, "arguments")],
            WorkingDirectory = Required(folder, "working_directory"),
            Host = host,
            Priority = priority,
            Keys = SplitKeys(keys),
            Allowance = Required(allowance, "allowance"),
            Stall = stall,
            Secrets = [.. secrets],
            Completion = completion,
            Trace = trace is null ? null : TraceContext.Parse(trace),
        };
    }

    /// <summary>One a line; null for none.</summary>
    public static string? JoinKeys(ImmutableArray<string> keys) => keys.IsEmpty ? null : string.Join('\n', keys);

    public static ImmutableArray<string> SplitKeys(string? keys) => keys is null ? [] : [.. keys.Split('\n')];

    public static void WriteArguments(Utf8JsonWriter json, ImmutableArray<string> arguments)
    {
        json.WriteStartArray();
        foreach (var argument in arguments)
            json.WriteStringValue(argument);
        json.WriteEndArray();
    }

    public static ImmutableArray<string> ReadArguments(ref Utf8JsonReader json)
    {
        var arguments = ImmutableArray.CreateBuilder<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            arguments.Add(ReadArgument(ref json));
        return arguments.ToImmutable();
    }

    public static void Write(Utf8JsonWriter json, TimeAllowance allowance)
    {
        json.WriteStartObject();
        switch (allowance)
        {
            case TimeAllowance.Unlimited:
                json.WriteString("kind"u8, "unlimited"u8);
                break;
            case TimeAllowance.Exactly exactly:
                json.WriteString("kind"u8, "exactly"u8);
                json.WriteNumber("limit_us"u8, StoredTime.Of(exactly.Limit));
                break;
            case TimeAllowance.Extended extended:
                json.WriteString("kind"u8, "extended"u8);
                json.WriteNumber("limit_us"u8, StoredTime.Of(extended.First));
                json.WriteNumber("extension_us"u8, StoredTime.Of(extended.Extension));
                json.WriteNumber("most_extensions"u8, extended.MostExtensions);
                json.WriteNumber("progress_within_us"u8, StoredTime.Of(extended.ProgressWithin));
                break;
            default:
                throw new InvalidOperationException($"Unplaced allowance {allowance.GetType().Name}.");
        }

        json.WriteEndObject();
    }

    public static TimeAllowance ReadAllowance(ref Utf8JsonReader json)
    {
        string? kind = null;
        TimeSpan? limit = null, extension = null, progress = null;
        int? most = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("kind"u8)) kind = ReadString(ref json);
            else if (json.ValueTextEquals("limit_us"u8)) limit = ReadDuration(ref json);
            else if (json.ValueTextEquals("extension_us"u8)) extension = ReadDuration(ref json);
            else if (json.ValueTextEquals("most_extensions"u8)) most = ReadInt32(ref json);
            else if (json.ValueTextEquals("progress_within_us"u8)) progress = ReadDuration(ref json);
            else json.Skip();
        }

        return Required(kind, "kind") switch
        {
            "unlimited" => new TimeAllowance.Unlimited(),
            "exactly" => new TimeAllowance.Exactly(Required(limit, "limit_us")),
            "extended" => new TimeAllowance.Extended(
                Required(limit, "limit_us"), Required(extension, "extension_us"), Required(most, "most_extensions"), Required(progress, "progress_within_us")),
            var unknown => throw new InvalidDataException($"The store says allowance '{unknown}', which this version does not know."),
        };
    }

    public static void Write(Utf8JsonWriter json, ImmutableArray<SecretVariable> secrets)
    {
        json.WriteStartArray();
        foreach (var secret in secrets)
        {
            json.WriteStartObject();
            json.WriteString("variable"u8, secret.Variable);
            WriteUnlessNull(json, "env"u8, secret.From.FromEnvironment);
            WriteUnlessNull(json, "file"u8, secret.From.FromFile);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static ImmutableArray<SecretVariable> ReadSecrets(ref Utf8JsonReader json)
    {
        var secrets = ImmutableArray.CreateBuilder<SecretVariable>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            secrets.Add(ReadSecret(ref json));
        return secrets.ToImmutable();
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, string> environment)
    {
        json.WriteStartObject();
        foreach (var (name, value) in environment)
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    public static IReadOnlyDictionary<string, string> ReadEnvironment(ref Utf8JsonReader json)
    {
        var environment = new Dictionary<string, string>();
        while (NextField(ref json))
        {
            var name = json.GetString()!;
            environment[name] = ReadString(ref json);
        }

        return environment;
    }

    private static string ReadArgument(ref Utf8JsonReader json) => json.GetString() ?? throw new InvalidDataException("A stored argument is null.");

    private static SecretVariable ReadSecret(ref Utf8JsonReader json)
    {
        string? variable = null, environment = null, file = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("variable"u8)) variable = ReadString(ref json);
            else if (json.ValueTextEquals("env"u8)) environment = ReadString(ref json);
            else if (json.ValueTextEquals("file"u8)) file = ReadString(ref json);
            else json.Skip();
        }

        return new SecretVariable(Required(variable, "variable"), new SecretReference(environment, file));
    }
}
