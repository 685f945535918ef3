using Holdfast.Cli;

// Asked by scripts again and again, and not worth loading a parser for.
if (args is ["--version"])
{
    Console.Out.WriteLine(ProductVersion.Text);
    return ExitCode.Completed;
}

return await CommandLine.InvokeAsync(args);
