using System.Text.Json;
using Holdfast.Protocol.Runs;
using Holdfast.Tests;

namespace Holdfast.Protocol.Tests;

public sealed class WireNamesTests
{
    [Fact]
    public void Enums_OnTheWire_AreFixed()
    {
        var lines = typeof(RunDocument).Assembly.GetTypes()
            .Where(type => type is { IsEnum: true, IsPublic: true })
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => $"{type.Name}: {string.Join(' ', Enum.GetValues(type).Cast<object>().Select(value => OnTheWire(type, value)))}");

        Snapshot.Match("enums.txt", string.Join('\n', lines));
    }

    [Fact]
    public void ErrorCodes_OnTheWire_AreFixed() => Snapshot.Match("error-codes.txt", string.Join('\n', ErrorCode.All));

    [Fact]
    public void ErrorCodes_All_ListsEveryConstantOnce()
    {
        var constants = typeof(ErrorCode).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(constants.Order(StringComparer.Ordinal), ErrorCode.All.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void References_OfProtocol_AreTheFrameworkOnly() =>
        Assert.DoesNotContain(typeof(RunDocument).Assembly.GetReferencedAssemblies(), name => !name.Name!.StartsWith("System.", StringComparison.Ordinal));

    private static string OnTheWire(Type type, object value) =>
        JsonSerializer.Serialize(value, ProtocolJson.Compact.GetTypeInfo(type)!).Trim('"');
}
