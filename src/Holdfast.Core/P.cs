namespace Holdfast.Core; internal static class P { }
