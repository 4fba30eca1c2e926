using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.HyperV.Reading;

namespace Runbooks.Activities.Tests.Platforms.HyperV.Reading;

public sealed class NotesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("The shop.\r\n#env=test, #owner=ops", "env=test owner=ops")]
    [InlineData("see ticket#env=prod", "")]
    [InlineData("#a=x%20y #b=", "a=x y b=")]
    [InlineData("#template #runbooks.key=00 #env=test", "env=test")]
    public void Read_Words_AreTags(string notes, string expected) =>
        Assert.Equal(expected, string.Join(' ', Notes.Read(notes).Select(tag => $"{tag.Key}={tag.Value}")));

    [Fact]
    public void Write_SomeTags_LeavesAllElse()
    {
        var notes = Notes.Write("The shop.\r\n#env=test #old=1\r\nCall Ann.", [new("env", "prod"), new("old", null), new("new", "a b")]);
        Assert.Equal("The shop.\r\nCall Ann.\n#env=prod\n#new=a%20b", notes);
    }

    [Fact]
    public void Write_WhatIsSoAlready_ChangesNothing() => Assert.Equal("x #env=test", Notes.Write("x #env=test", [new("env", "test"), new("gone", null)]));

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("template")]
    [InlineData("runbooks.key")]
    public void Write_NoNameOfATag_IsInvalid(string name) =>
        Assert.Equal(PlatformError.Invalid, Assert.Throws<PlatformException>(() => Notes.Write("", [new(name, "1")])).Error);

    [Theory]
    [InlineData("#template A fresh Debian.", true)]
    [InlineData("x\n#template=yes", true)]
    [InlineData("#templates", false)]
    [InlineData("a#template", false)]
    public void IsTemplate_Word_IsTheMark(string notes, bool expected) => Assert.Equal(expected, Notes.IsTemplate(notes));

    [Fact]
    public void ReadAfterWrite_AnyValue_IsTheSame()
    {
        foreach (var value in new[] { "", " ", "a#b,c;d", "100%", "50%20", "ünï\t数", "x\r\ny" })
            Assert.Equal(value, Notes.Read(Notes.Write("n", [new("tag", value)]))["tag"]);
    }
}
