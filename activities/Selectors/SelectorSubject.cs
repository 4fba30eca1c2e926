namespace Runbooks.Activities.Selectors;

/// <summary>What a selector chooses among. Storages are no targets, but rules and lists ask about them too.</summary>
public enum SelectorSubject
{
    Vm,
    Host,
    Storage,
}
