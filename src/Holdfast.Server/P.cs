namespace Holdfast.Server; internal static class P { }
