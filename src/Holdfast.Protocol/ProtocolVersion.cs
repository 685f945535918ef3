using System.Globalization;

namespace Holdfast.Protocol;

/// <summary>
/// What a client and a daemon speak. Within one major version the newer understands the older; across major versions they
/// only say so.
/// </summary>
public readonly record struct ProtocolVersion(int Major, int Minor)
{
    /// <summary>Sent with every request and every answer.</summary>
    public const string Header = "Holdfast-Protocol";

    /// <summary>What this build speaks. The major version is also that of the address, <c>/api/v2</c>.</summary>
    public static readonly ProtocolVersion Current = new(2, 1);

    public bool Understands(ProtocolVersion other) => Major == other.Major;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    /// <returns>Null for anything but two numbers with a dot between them.</returns>
    public static ProtocolVersion? TryParse(string? text)
    {
        var dot = text?.IndexOf('.') ?? -1;
        return dot > 0
            && int.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? new ProtocolVersion(major, minor)
            : null;
    }
}
