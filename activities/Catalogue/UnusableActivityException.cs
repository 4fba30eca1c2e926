namespace Runbooks.Activities.Catalogue;

/// <summary>Two activities have one name, or a class is no usable activity: the server cannot start with it.</summary>
public sealed class UnusableActivityException(string message, Exception? cause = null) : Exception(message, cause);
