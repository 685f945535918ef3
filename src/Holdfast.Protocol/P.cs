namespace Holdfast.Protocol; internal static class P { }
