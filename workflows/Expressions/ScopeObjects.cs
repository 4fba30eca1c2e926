using System.Text.Json;
using Jint;
using Jint.Native;

namespace Runbooks.Workflows.Expressions;

/// <summary>Gives an engine the parts of the scope that the expression reads, as its own values.</summary>
internal static class ScopeObjects
{
    public static void Define(Engine engine, ExpressionReferences reads, ExpressionScope scope)
    {
        if (reads.Names.Contains("inputs")) engine.SetValue("inputs", Inputs(engine, reads, scope));
        if (reads.Names.Contains("steps")) engine.SetValue("steps", Steps(engine, reads, scope));
        if (reads.Names.Contains("vars")) engine.SetValue("vars", Variables(engine, scope));
        if (reads.Names.Contains("item") && scope.Item is { } item) engine.SetValue("item", Value(engine, item));
        if (reads.Names.Contains("index") && scope.Index is { } index) engine.SetValue("index", index);
        if (reads.Names.Contains("now")) engine.SetValue("now", Time(scope.Now));
        if (reads.Names.Contains("run")) engine.SetValue("run", Run(engine, scope.Run));
        if (reads.Names.Contains("secrets")) engine.SetValue("secrets", Secrets(engine, reads));
        foreach (var (name, value) in scope.Outside)
            if (reads.Names.Contains(name)) engine.SetValue(name, Value(engine, value));
    }

    public static JsValue Value(Engine engine, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var made = new JsObject(engine);
                foreach (var property in json.EnumerateObject()) made.FastSetDataProperty(property.Name, Value(engine, property.Value));
                return made;
            case JsonValueKind.Array:
                var elements = new JsValue[json.GetArrayLength()];
                var next = 0;
                foreach (var element in json.EnumerateArray()) elements[next++] = Value(engine, element);
                return new JsArray(engine, elements);
            case JsonValueKind.String: return JsString.Create(json.GetString()!);
            case JsonValueKind.Number: return JsNumber.Create(json.GetDouble());
            case JsonValueKind.True: return JsBoolean.True;
            case JsonValueKind.False: return JsBoolean.False;
            case JsonValueKind.Null: return JsValue.Null;
            default: return JsValue.Undefined;
        }
    }

    private static JsObject Inputs(Engine engine, ExpressionReferences reads, ExpressionScope scope)
    {
        var inputs = new JsObject(engine);
        if (scope.Inputs.ValueKind is not JsonValueKind.Object) return inputs;
        foreach (var input in scope.Inputs.EnumerateObject())
            if (reads.AnyInput || reads.Inputs.Contains(input.Name)) inputs.FastSetDataProperty(input.Name, Value(engine, input.Value));
        return inputs;
    }

    private static JsObject Variables(Engine engine, ExpressionScope scope)
    {
        var variables = new JsObject(engine);
        foreach (var (name, value) in scope.Variables) variables.FastSetDataProperty(name, Value(engine, value));
        return variables;
    }

    private static JsObject Steps(Engine engine, ExpressionReferences reads, ExpressionScope scope)
    {
        var steps = new JsObject(engine);
        foreach (var id in reads.AnyStep ? scope.Steps.Keys : reads.Steps.Select(step => step.Id).Distinct())
            if (scope.Steps.TryGetValue(id, out var view)) steps.FastSetDataProperty(id, Step(engine, view));
        return steps;
    }

    private static JsObject Step(Engine engine, StepView view)
    {
        var step = new JsObject(engine);
        step.FastSetDataProperty("status", view.Status);
        if (view.Outcome is not null) step.FastSetDataProperty("outcome", view.Outcome);
        if (view.Output is { } output) step.FastSetDataProperty("output", Value(engine, output));
        if (view.ErrorCode is null && view.ErrorMessage is null) return step;
        var error = new JsObject(engine);
        error.FastSetDataProperty("code", view.ErrorCode ?? JsValue.Null);
        error.FastSetDataProperty("message", view.ErrorMessage ?? JsValue.Null);
        step.FastSetDataProperty("error", error);
        return step;
    }

    private static JsObject Run(Engine engine, RunView view)
    {
        var run = new JsObject(engine);
        run.FastSetDataProperty("id", view.Id);
        run.FastSetDataProperty("workflow", view.Workflow);
        run.FastSetDataProperty("version", view.Version);
        run.FastSetDataProperty("reason", view.Reason ?? JsValue.Null);
        run.FastSetDataProperty("startedAt", Time(view.StartedAt));
        return run;
    }

    private static JsObject Secrets(Engine engine, ExpressionReferences reads)
    {
        var secrets = new JsObject(engine);
        foreach (var name in reads.Secrets) secrets.FastSetDataProperty(name, SecretReference.To(name));
        return secrets;
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
