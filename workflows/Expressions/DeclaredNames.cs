using Acornima.Ast;

namespace Runbooks.Workflows.Expressions;

/// <summary>The names that a program or function declares: parameters, variables, functions, classes, caught errors.</summary>
internal static class DeclaredNames
{
    public static HashSet<string> In(Node owner)
    {
        HashSet<string> names = [];
        if (owner is IFunction function)
        {
            if (function.Id is not null) names.Add(function.Id.Name);
            foreach (var parameter in function.Params) AddPattern(parameter, names);
        }

        AddInside(owner, names);
        return names;
    }

    private static void AddInside(Node node, HashSet<string> names)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is null) continue;
            AddDeclared(child, names);
            if (child is not IFunction) AddInside(child, names);
        }
    }

    private static void AddDeclared(Node node, HashSet<string> names)
    {
        switch (node)
        {
            case VariableDeclarator variable: AddPattern(variable.Id, names); break;
            case FunctionDeclaration { Id: { } id }: names.Add(id.Name); break;
            case ClassDeclaration { Id: { } id }: names.Add(id.Name); break;
            case CatchClause { Param: { } caught }: AddPattern(caught, names); break;
        }
    }

    private static void AddPattern(Node pattern, HashSet<string> names)
    {
        switch (pattern)
        {
            case Identifier identifier: names.Add(identifier.Name); break;
            case AssignmentPattern assigned: AddPattern(assigned.Left, names); break;
            case RestElement rest: AddPattern(rest.Argument, names); break;
            case Property property: AddPattern(property.Value, names); break;
            case ArrayPattern or ObjectPattern:
                foreach (var child in pattern.ChildNodes)
                    if (child is not null) AddPattern(child, names);
                break;
        }
    }
}
