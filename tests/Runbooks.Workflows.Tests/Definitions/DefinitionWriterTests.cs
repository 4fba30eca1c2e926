using System.Text.Json;
using CsCheck;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Workflows.Tests.Definitions;

public sealed class DefinitionWriterTests
{
    [Fact]
    public void ToYaml_AnyDocument_IsReadBackTheSame() => Documents.Document.Sample(
        document => Same(document, DefinitionReader.Read(DefinitionWriter.ToYaml(document), DocumentFormat.Yaml), DefinitionWriter.ToYaml(document)),
        iter: 5_000);

    [Fact]
    public void ToJson_AnyDocument_IsReadBackTheSame() => Documents.Document.Sample(
        document => Same(document, DefinitionReader.Read(DefinitionWriter.ToJson(document), DocumentFormat.Json), DefinitionWriter.ToJson(document)),
        iter: 2_000);

    /// <summary>The same to the digit and in the same order, not only equal in value.</summary>
    private static void Same(JsonElement expected, DefinitionReading reading, string text)
    {
        Assert.True(reading.Document is not null, $"{reading.Problems[0]}\n{text}");
        Assert.True(
            JsonSerializer.Serialize(expected) == JsonSerializer.Serialize(reading.Document.Value),
            $"{expected.GetRawText()}\n{text}\n{reading.Document.Value.GetRawText()}");
    }

    [Fact]
    public void ToYaml_Example_IsWrittenAsPeopleWriteIt()
    {
        var document = DefinitionReader.Read(Documents.Example, DocumentFormat.Yaml).Document!.Value;

        Assert.Equal(
            """
            apiVersion: runbooks/v1
            id: power-off-idle-test-vms
            name: Power off idle test VMs
            inputs:
              cpuBelow: { type: number, title: CPU below, default: 0.2, minimum: 0, maximum: 1 }
              lookback: { type: duration, default: P14D }
              mail: { type: string, format: email, required: false }
            outputs:
              poweredOff: "${ steps.off.output.succeeded }"
            policy:
              concurrency: { max: 1, whenBusy: skip }
              onFailure: stop
              timeout: PT2H
              limits: { targets: 20, shareOfCluster: 0.25 }
            steps:
              find:
                activity: fleet.find-vms
                with: { where: "tags.env == 'test' && cpu.p95(inputs.lookback) < inputs.cpuBelow" }
              off:
                activity: vm.power-off
                with:
                  targets: "${ steps.find.output.vms }"
                  mode: graceful
                  concurrency: 10
                  failureBudget: 2
                approval: { by: ["role:operator"], expires: PT1H }
                retry: { attempts: 3, backoff: exponential, first: PT5S, max: PT1M, on: [platform.busy] }
                timeout: PT10M
              tell:
                activity: message.email
                with:
                  to: "${ inputs.mail }"
                  subject: "Powered off ${ steps.off.output.succeeded.length } VMs"
                  body: x
            transitions:
              - find.found -> off
              - off -> tell
              - { from: "off", outcome: failed, to: tell }
            layout: { find: [0, 0], off: [240, 0] }
            notes: remember

            """,
            DefinitionWriter.ToYaml(document),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void ToYaml_TextOfSeveralLines_IsABlock()
    {
        var document = JsonSerializer.SerializeToElement(new { script = "if (x) {\n  f();\n}\n", other = "yes" });

        Assert.Equal("script: |\n  if (x) {\n    f();\n  }\nother: \"yes\"\n", DefinitionWriter.ToYaml(document));
    }
}
