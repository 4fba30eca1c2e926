using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Runbooks.Workflows.Tests.Definitions;

/// <summary>Arbitrary JSON and arbitrary text for property tests.</summary>
internal static class Documents
{
    /// <summary>Pieces that YAML, JSON or expressions treat in their own way.</summary>
    private static readonly Gen<string> Piece = Gen.OneOf(
        "", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\u00A0", "\uFFFF", "  indented();", "a", "Zeile", "é", "中文", "😀", "\u0001", "\u0085", "\u2028", "\uFEFF", ": ", ":", " #", "#", "- ", "-", "? ", "[", "]",
        "{", "}", ",", "&a", "*a", "!x", "|", ">", "%", "@", "`", "'", "\"", "\\", "yes", "no", "on", "off", "null", "~", "true", "1", "0x1", "0o7",
        "1e3", ".5", "-", "...", "---", "${", " }", "${ inputs.x }", "steps:", "activity: ", "2026-01-01", "12:30:00", "<<", "=", ".inf", "+1", "_",
        "a long piece of text that goes on for a while, so that lines have to be folded somewhere in it, ");

    public static readonly Gen<string> Text = Piece.Array[0, 8].Select(string.Concat);

    private static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Text.Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Int.Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Double[-1e9, 1e9].Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.OneOf("1.0", "-0", "1E5", "1e-7", "123456789012345678901234567890", "0.10").Select(raw => JsonNode.Parse(raw)),
        Gen.Bool.Select(truth => (JsonNode?)JsonValue.Create(truth)),
        Gen.Const((JsonNode?)null));

    public static Gen<JsonNode?> Value(int depth) => depth is 0
        ? Scalar
        : Gen.Frequency(
            (3, Scalar),
            (2, Value(depth - 1).Array[0, 4].Select(elements => (JsonNode?)new JsonArray([.. elements.Select(element => element?.DeepClone())]))),
            (3, Object(Value(depth - 1))));

    public static readonly Gen<JsonElement> Document = Object(Value(3)).Select(node => JsonSerializer.SerializeToElement(node));

    private static Gen<JsonNode?> Object(Gen<JsonNode?> value) =>
        Gen.Select(Text, value).Array[0, 5].Select(members =>
        {
            var made = new JsonObject();
            foreach (var (name, member) in members) made[name] = member?.DeepClone();
            return (JsonNode?)made;
        });

    /// <summary>Text that is nearly a definition: lines of one, some of them damaged.</summary>
    public static readonly Gen<string> Damaged = Gen.Select(
        Gen.Int[0, Example.Length], Gen.Int[0, 40], Text,
        (at, cut, text) => string.Concat(Example.AsSpan(0, at), text, Example.AsSpan(Math.Min(Example.Length, at + cut))));

    public const string Example = """
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
            with: { targets: "${ steps.find.output.vms }", mode: graceful, concurrency: 10, failureBudget: 2 }
            approval: { by: [role:operator], expires: PT1H }
            retry: { attempts: 3, backoff: exponential, first: PT5S, max: PT1M, on: [platform.busy] }
            timeout: PT10M
          tell:
            activity: message.email
            with: { to: "${ inputs.mail }", subject: "Powered off ${ steps.off.output.succeeded.length } VMs", body: "x" }
        transitions:
          - find.found -> off
          - off -> tell
          - { from: off, outcome: failed, to: tell }
        layout: { find: [0, 0], off: [240, 0] }
        notes: remember
        """;
}
