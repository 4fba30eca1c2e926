$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; $WarningPreference = 'SilentlyContinue'; $ConfirmPreference = 'None'
try {
    $request = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String(-join @($input))) | ConvertFrom-Json
    $answer = @{ result = & ([scriptblock]::Create($request.script)) $request.arguments }
} catch {
    $answer = @{ error = @{ id = $_.FullyQualifiedErrorId; category = "$($_.CategoryInfo.Category)"; message = $_.Exception.Message; code = $_.Exception.HResult } }
}
'runbooks:' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $answer -Depth 8 -Compress)))
