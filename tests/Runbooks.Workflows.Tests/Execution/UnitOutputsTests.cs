using System.Text.Json;
using CsCheck;
using Runbooks.Activities;
using Runbooks.Workflows.Execution;

namespace Runbooks.Workflows.Tests.Execution;

/// <summary>Rule 17: what units give is bounded.</summary>
public sealed class UnitOutputsTests
{
    [Fact]
    public void Bound_SmallOutput_IsKeptAsItIs()
    {
        var output = ActivityJson.Write(new { packages = new[] { new { name = "bash" } } });
        Assert.Equal((output.GetRawText(), 0), (UnitOutputs.Bound(output).Kept.GetRawText(), UnitOutputs.Bound(output).LeftOut));
    }

    [Fact]
    [Trait("Rule", "What units give is bounded")]
    public void Bound_AnyLists_FitAndNothingIsLostUncounted() => Gen.Select(Gen.Int[0, 2_000], Gen.Int[0, 2_000], Gen.Int[0, 30]).Sample((first, second, width) =>
    {
        var output = ActivityJson.Write(new { first = Items(first, width), second = Items(second, width) });
        var (kept, leftOut) = UnitOutputs.Bound(output);
        Assert.InRange(kept.GetRawText().Length, 0, UnitOutputs.MostOfAUnit + 100);
        Assert.Equal(first + second, Count(kept, "first") + Count(kept, "second") + leftOut);
        Assert.Equal(Items(first, width).Take(Count(kept, "first")), kept.GetProperty("first").EnumerateArray().Select(item => item.GetString()));
    });

    [Theory]
    [InlineData(null, 0, null)]
    [InlineData("Patched.", 0, "Patched.")]
    [InlineData("Patched.", 7, "Patched. 7 more are not kept in the step's output.")]
    [InlineData(null, 7, "7 more are not kept in the step's output.")]
    public void Words_LeftOut_AreTold(string? message, int leftOut, string? expected) => Assert.Equal(expected, UnitOutputs.Words(message, leftOut));

    private static string[] Items(int count, int width) => [.. Enumerable.Range(0, count).Select(n => $"{n}{new string('x', width)}")];

    private static int Count(JsonElement output, string list) => output.GetProperty(list).GetArrayLength();
}
