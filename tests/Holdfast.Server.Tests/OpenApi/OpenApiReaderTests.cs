using System.Text;
using Holdfast.Server.Endpoints.OpenApi;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>The description is OpenAPI 3.1 to those who read it, and not to us alone.</summary>
public sealed class OpenApiReaderTests
{
    [Fact]
    public async Task Description_ReadByALibraryOfOthers_HasNoErrorAndNoWarning()
    {
        using var written = new MemoryStream(Encoding.UTF8.GetBytes(new ApiDescription("9.9.9").Write().ToJsonString()));

        var read = await OpenApiDocument.LoadAsync(written, "json", new OpenApiReaderSettings(), TestContext.Current.CancellationToken);

        Assert.Empty(read.Diagnostic!.Errors.Select(error => $"{error.Pointer}: {error.Message}"));
        Assert.Empty(read.Diagnostic.Warnings.Select(warning => $"{warning.Pointer}: {warning.Message}"));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.Equal(ApiOperations.All.Count, read.Document!.Paths.Values.Sum(path => path.Operations!.Count));
    }
}
