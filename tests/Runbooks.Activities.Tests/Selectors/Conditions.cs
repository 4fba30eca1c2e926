using System.Globalization;
using CsCheck;

namespace Runbooks.Activities.Tests.Selectors;

/// <summary>Conditions as text, made at random, with inputs in the place of literals.</summary>
/// <param name="Text">With <c>inputs.x</c>, and JSON values of the inputs in <paramref name="Inputs"/>.</param>
/// <param name="Direct">The same with literals.</param>
internal sealed record Conditions(string Text, string Direct, IReadOnlyDictionary<string, string> Inputs)
{
    private static readonly Gen<Conditions> Numbers = Gen.OneOf<Conditions>(
        Field("cpus", "memoryBytes", "Number(tags.n)"),
        Gen.Int[0, 9].SelectMany(value => Literal(value.ToString(CultureInfo.InvariantCulture), value.ToString(CultureInfo.InvariantCulture))));

    private static readonly Gen<Conditions> Readings = Gen.OneOf<Conditions>(
        Field("cpu.now", "memory.now", "disk.avg('5m')"),
        Gen.OneOf("5m", "PT1H", "14d").SelectMany(window => Literal($"'{window}'", $"\"{window}\"")).Select(window => window.In("cpu.p95({0})")));

    private static readonly Gen<Conditions> Texts = Gen.OneOf<Conditions>(
        Field("name", "os", "host", "tags.env", "tags['cost-centre']"),
        Gen.OneOf("web-01", "prod", "linux", "7", "").SelectMany(value => Literal($"'{value}'", $"\"{value}\"")));

    private static readonly Gen<Conditions> Known = Gen.OneOf<Conditions>(
        Field("stale", "powerState == 'on'", "'env' in tags", "tags.env == null", "name.matches('web-*')", "ipAddresses.includes('10.0.0.5')", "true"),
        Pair(Sums(Numbers), Sums(Numbers), "==", "!=", "<", "<=", ">", ">="),
        Pair(Texts, Texts, "==", "!=", "<", "<=", ">", ">="),
        Texts.Select(one => one.In("['prod', 'x'].includes({0})")),
        Gen.Select(Texts, Texts, (one, other) => Join(one, other, "({0}).startsWith({1})")));

    /// <summary>Conditions that read metrics among others.</summary>
    public static Gen<Conditions> Any { get; } = Logic(Gen.OneOf<Conditions>(Known, Pair(Sums(Readings), Sums(Numbers), "<", ">=", "==", "!=")));

    public override string ToString() => $"{Text} [{string.Join(", ", Inputs)}]";

    private static Gen<Conditions> Logic(Gen<Conditions> leaf) => Gen.Recursive<Conditions>((depth, inner) => depth == 5
        ? leaf
        : Gen.Frequency<Conditions>(
            (3, leaf),
            (1, inner.Select(one => one.In("!({0})"))),
            (1, inner.Select(one => one.In("(({0}))"))),
            (2, Gen.Select(inner, inner, (one, other) => Join(one, other, "{0} && {1}"))),
            (2, Gen.Select(inner, inner, (one, other) => Join(one, other, "({0}) || {1}"))),
            (1, Gen.Select(inner, inner, (one, other) => Join(one, other, "({0}) == ({1})")))));

    private static Gen<Conditions> Sums(Gen<Conditions> leaf) => Gen.Frequency<Conditions>(
        (3, leaf),
        (1, leaf.Select(one => one.In("-({0})"))),
        (1, Gen.Select(leaf, leaf, Gen.OneOf("+", "-", "*", "/", "%"), (one, other, symbol) => Join(one, other, $"({{0}} {symbol} {{1}})"))),
        (1, Gen.Select(leaf, leaf, (one, other) => Join(one, other, "{0} - ({1} - 1)"))));

    private static Gen<Conditions> Pair(Gen<Conditions> left, Gen<Conditions> right, params string[] symbols) =>
        Gen.Select(left, right, Gen.OneOf(symbols), (one, other, symbol) => Join(one, other, $"{{0}} {symbol} {{1}}"));

    private static Gen<Conditions> Field(params string[] texts) =>
        Gen.OneOf(texts).Select(text => new Conditions(text, text, new Dictionary<string, string>()));

    /// <summary>An input is named by its value, so that one name never has two.</summary>
    private static Gen<Conditions> Literal(string literal, string json) => Gen.Bool.Select(input => input
        ? new Conditions($"inputs['{json}']", literal, new Dictionary<string, string> { [json] = json })
        : new Conditions(literal, literal, new Dictionary<string, string>()));

    private static Conditions Join(Conditions one, Conditions other, string format) => new(
        string.Format(CultureInfo.InvariantCulture, format, one.Text, other.Text),
        string.Format(CultureInfo.InvariantCulture, format, one.Direct, other.Direct),
        one.Inputs.Concat(other.Inputs).DistinctBy(input => input.Key).ToDictionary());

    private Conditions In(string format) => new(
        string.Format(CultureInfo.InvariantCulture, format, Text), string.Format(CultureInfo.InvariantCulture, format, Direct), Inputs);
}
