using Runbooks.Activities.Patching;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Patching;

public sealed class PatchRulesTests
{
    private static readonly PatchOptions Options = new();

    [Theory]
    [InlineData("""{ "method": "ssh", "ssh": { "password": "x" } }""", "needs a command")]
    [InlineData("""{ "method": "ssh", "command": "true" }""", "how guests are signed in to")]
    [InlineData("""{ "method": "ssh", "command": "true", "ssh": {} }""", "neither a private key nor a password")]
    [InlineData("""{ "method": "ssh", "command": "true", "ssh": { "password": "x", "user": "root ansible_connection=local" } }""", "ssh.user")]
    [InlineData("""{ "method": "ansible", "ssh": { "password": "x" } }""", "needs a playbook")]
    [InlineData("""{ "method": "salt" }""", "needs the login to its master")]
    [InlineData("""{ "method": "salt", "salt": { "url": "salt:8000", "user": "u", "password": "p" } }""", "salt.url")]
    [InlineData("""{ "rollBack": true }""", "rollBack needs a snapshot")]
    [InlineData("""{ "healthGate": { "command": "true" } }""", "can run no command")]
    public void Check_SomethingIsLacking_IsRefusedBeforeAnythingIsTouched(string input, string why)
    {
        var failure = Assert.Throws<ActivityFailure>(() => PatchRules.Check(Read(input), Options));
        Assert.Equal("input.invalid", failure.Code);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/ansible/x.yml")]
    [InlineData("/etc/passwd")]
    [InlineData("absent.yml")]
    public void Check_PlaybookOutsideOfTheFolder_IsUnknown(string playbook)
    {
        var folder = Directory.CreateTempSubdirectory("runbooks-playbooks-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "there.yml"), "[]");
            var options = new PatchOptions { Playbooks = folder };
            var input = Read($$"""{ "method": "ansible", "playbook": "{{playbook}}", "ssh": { "password": "x" } }""");
            Assert.Equal("patch.playbook-unknown", Assert.Throws<ActivityFailure>(() => PatchRules.Check(input, options)).Code);
            PatchRules.Check(input with { Playbook = "there.yml" }, options);
            Assert.Equal("patch.playbook-unknown", Assert.Throws<ActivityFailure>(() => PatchRules.Check(input with { Playbook = "there.yml" }, Options)).Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Patch: snapshot revert erases hours of transactions.</summary>
    [Theory]
    [InlineData("stateful", "it is not put back where it fails, because its data is stateful")]
    [InlineData("stateless", "what it wrote since is lost")]
    public void Plan_WithRollBack_SaysWhatItWouldCost(string data, string words)
    {
        using var bench = new Bench();
        bench.Add("vm", PowerState.On, ("data", data));
        var plan = PatchRules.Plan(Read("""{ "snapshot": true, "rollBack": true }"""), bench.Fleet.FindVm("tiny:vm")!)!;
        Assert.Contains(words, plan.Summary, StringComparison.Ordinal);
        Assert.Equal(plan.Before, PatchRules.Plan(Read("""{ "check": true }"""), bench.Fleet.FindVm("tiny:vm")!)!.After);
    }

    [Theory]
    [InlineData("{ip}", "10.0.0.5")]
    [InlineData("{name}.example.com", "vm.example.com")]
    [InlineData("{tag:mgmt}", "192.0.2.9")]
    public void Fill_Template_StandsForTheVms(string template, string filled)
    {
        using var bench = new Bench();
        bench.Add("vm", PowerState.On, ("mgmt", "192.0.2.9"));
        Assert.Equal(filled, GuestWords.Fill(template, bench.Fleet.FindVm("tiny:vm")!));
    }

    [Fact]
    public void Fill_NoSuchTag_SaysSo()
    {
        using var bench = new Bench();
        bench.Add("vm");
        Assert.Equal("patch.no-address", Assert.Throws<ActivityFailure>(() => GuestWords.Fill("{tag:mgmt}", bench.Fleet.FindVm("tiny:vm")!)).Code);
    }

    private static PatchApply.Input Read(string input) =>
        ActivityJson.Read<PatchApply.Input>(System.Text.Json.JsonElement.Parse("{ \"targets\": [], " + input.TrimStart('{', ' ')));
}
