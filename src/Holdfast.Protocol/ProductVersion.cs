using System.Reflection;

namespace Holdfast.Protocol;

/// <summary>Of everything that was built together: the client, the daemon, the shim.</summary>
public static class ProductVersion
{
    public static string Text => typeof(ProductVersion).Assembly.GetName().Version!.ToString(fieldCount: 3);

    /// <summary>With the commit it was built from, where the build knew it.</summary>
    public static string Full => typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? Text;
}
