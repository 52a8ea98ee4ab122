BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Test-BatchAudit' {
    BeforeEach {
        $id = (Submit-BatchWorkflow (New-SampleWorkflow)).Id
        $journal = Get-ChildItem (Join-Path $env:BATCHWORKFLOW_STATE "runs/$id") -Filter journal.*.jsonl | Select-Object -First 1
    }

    It 'finds nothing wrong with a sound journal' {
        Test-BatchAudit $id | Should -BeTrue
        (Test-BatchAudit $id -Detailed).Events | Should -BeGreaterThan 3
    }

    It 'names the event that was changed' {
        (Get-Content $journal -Raw).Replace('"succeeded"', '"skipped"') | Set-Content $journal -NoNewline
        $audit = Test-BatchAudit $id -Detailed -WarningAction SilentlyContinue
        $audit.Valid | Should -BeFalse
        $audit.Problems[0].Sequence | Should -BeGreaterThan 0
    }

    It 'finds a head that is not part of the journal' {
        $head = Test-BatchAudit $id -Head
        Test-BatchAudit -ExpectedHead "$head" | Should -BeTrue
        Test-BatchAudit -ExpectedHead "$($head.RunId):$($head.Sequence):$('0' * 64)" -WarningAction SilentlyContinue | Should -BeFalse
    }
}
