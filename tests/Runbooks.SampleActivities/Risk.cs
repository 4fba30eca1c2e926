namespace Runbooks.SampleActivities;

public enum Risk
{
    Low,
    High,
}
