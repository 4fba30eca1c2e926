using Runbooks.Server.Http;

namespace Runbooks.Server.Tests.Http;

public sealed class JsonComplaintTests
{
    [Theory]
    [InlineData("$", "")]
    [InlineData(null, "")]
    [InlineData("$.steps[2].with", "/steps/2/with")]
    [InlineData("$['a.b'].c", "/a.b/c")]
    [InlineData("$['a/b~c']", "/a~1b~0c")]
    public void Pointer_OfAJsonPath_IsTheSamePlace(string? path, string expected) => Assert.Equal(expected, JsonComplaint.Pointer(path));
}
