namespace Holdfast.Engine; internal static class P { }
