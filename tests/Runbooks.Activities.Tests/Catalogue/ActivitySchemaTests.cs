using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Activities.Catalogue;

namespace Runbooks.Activities.Tests.Catalogue;

public sealed class ActivitySchemaTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The forms of the designer and the checks of the validator: a change here is a change for users.</summary>
    [Theory]
    [InlineData("vm.power-off-idle")]
    [InlineData("fleet.find-vms")]
    public void Schema_Shipped_IsAsRecorded(string name)
    {
        using var services = new ServiceCollection().AddActivities().BuildServiceProvider();
        var descriptor = services.GetRequiredService<ActivityCatalogue>().Describe(name)!;
        var actual = new JsonObject
        {
            ["input"] = JsonSerializer.SerializeToNode(descriptor.InputSchema),
            ["output"] = JsonSerializer.SerializeToNode(descriptor.OutputSchema),
        };
        var recorded = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Catalogue", "Schemas", name + ".json"));
        Assert.Equal(recorded.TrimEnd(), actual.ToJsonString(Indented));
    }

    [Theory]
    [InlineData("share", """{"title":"CPU share","description":"In words.","type":"number","minimum":0,"maximum":1,"default":0.5}""")]
    [InlineData("wait", """{"title":"Wait","type":"string","format":"duration","default":"PT1M"}""")]
    [InlineData("maybe", """{"title":"Maybe","type":["string","null"],"format":"duration"}""")]
    [InlineData("mode", """{"title":"Mode","enum":["graceful","hard"],"type":"string","default":"graceful"}""")]
    [InlineData("addresses", """{"title":"Addresses","type":["array","null"],"items":{"type":"string","format":"email"}}""")]
    [InlineData("token", """{"title":"Token","type":"string","format":"secret","minLength":1,"maxLength":10}""")]
    [InlineData("vmUrl", """{"title":"The address","type":["string","null"],"format":"uri"}""")]
    [InlineData("by", "{\"title\":\"By\",\"type\":[\"array\",\"string\"],\"items\":{\"type\":\"string\"},\"x-asked-when\":{\"mode\":[\"hard\"]},\"default\":[]}")]
    public void OfInput_Property_HasItsWordsLimitsAndDefault(string name, string schema) =>
        Assert.Equal(schema, ActivitySchema.OfInput(typeof(Sample)).GetProperty("properties").GetProperty(name).GetRawText());

    [Fact]
    public void OfInput_Record_NamesDialectAndWhatIsRequired()
    {
        var schema = ActivitySchema.OfInput(typeof(Sample));
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.GetProperty("$schema").GetString());
        Assert.Equal("object", schema.GetProperty("type").GetString());
        Assert.Equal("""["token"]""", schema.GetProperty("required").GetRawText());
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
    }

    [Fact]
    public void OfOutput_Record_RequiresOnlyWhatIsAlwaysWritten() =>
        Assert.Equal("""["by","share","wait","mode","token"]""", ActivitySchema.OfOutput(typeof(Sample)).GetProperty("required").GetRawText());

    private sealed record Sample
    {
        [OneOrMany]
        [AskedWhen("mode", "hard")]
        public IReadOnlyList<string> By { get; init; } = [];

        [DisplayName("CPU share")]
        [Description("In words.")]
        [Range(0.0, 1.0)]
        public double Share { get; init; } = 0.5;

        public TimeSpan Wait { get; init; } = TimeSpan.FromMinutes(1);

        public TimeSpan? Maybe { get; init; }

        public Activities.Compute.PowerMode Mode { get; init; }

        [Format(Formats.Email)]
        public IReadOnlyList<string>? Addresses { get; init; }

        [Format(Formats.Secret)]
        [StringLength(10, MinimumLength = 1)]
        public required string Token { get; init; }

        [DisplayName("The address")]
        [Format(Formats.Uri)]
        public string? VmUrl { get; init; }
    }
}
